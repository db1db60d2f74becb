import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Price } from '../contract-prices';
import type { Place } from '../pipelines/step-chain';
import { askInJson, formatOf, textOf, type JudgeForm } from '../judge-forms';
import { withOwnCode, type Fence } from '../prompts/prompt';
import type { ResolvedPrompt } from '../runs/prompts';
import type { Answer, AskOptions } from '../steps/step';
import { StoppedError } from '../stopped-error';
import { WaitingError } from '../waiting-error';
import { costOf } from '../teacher/prices';
import { TeacherError, type Completion, type CompletionRequest } from '../teacher/teacher';
import { stripUnstorable } from '../../text';
import { sha256 } from '../text';
import { firstAnswer } from './first-answer';
import type { Journal } from './journal';
import { LONGEST_PAUSE_MS, UNREACHABLE_PAUSE_MS, type Patience } from './patience';
import type { CallRow } from './repository-journal';
import type { WaitingRow } from './repository-waiting';
import type { TeacherInUse } from './teacher-in-use';

/** The outcome of one try. An abandoned try may have cost tokens, but how many is unknown. */
export type CallOutcome = Completion | 'abandoned' | TeacherError;

/** A teacher as one run uses it. */
export type TeacherOfRun = {
  readonly id: string;
  readonly inUse: TeacherInUse;
  /** Its prices when the run started; null when they were unknown. */
  readonly price: Price | null;
  /** Its server holds the answers of judges to a JSON schema. */
  readonly answersInJson?: boolean;
};

/** What all calls of one run share. */
export interface CallsOfRun {
  readonly runId: string;
  /** Whom the run asks with a prompt: the teacher that writes, or the one that judges. */
  teacherFor(prompt: Pick<ResolvedPrompt<never>, 'judges'>): TeacherOfRun;
  readonly runSeed: string;
  readonly fence: Fence;
  readonly journal: Journal;
  readonly patience: Patience;
  /** Shared answers that are being requested right now, by journal key. */
  readonly shared: Map<string, Promise<Answer>>;
  /** Requests are recorded, and items sleep until their answers come. */
  readonly answersLater: boolean;
  /** Aborted when running calls must be abandoned too. */
  readonly abandon: AbortSignal;
  /**
   * Records a request whose answer comes later, if it is not recorded yet. @throws StoppedError when the run may make
   * no more calls.
   */
  recordWaiting(itemId: string, row: WaitingRow): Promise<void>;
  /**
   * Called right before a call is sent, when it has a slot. @throws StoppedError when the run may make no more calls.
   */
  beginCall(): void;
  /** Whether a slow call may be sent a second time. */
  maySendTwice(): boolean;
  /** Receives each try, so that the run can wait for those whose answer is no longer needed. */
  track(done: Promise<void>): void;
  /** After each try. @param tookMs How long it took. */
  endCall(teacher: TeacherOfRun, outcome: CallOutcome, tookMs: number): void;
}

/** What is asking: an item, and the place in it. */
export type Asker = { item: { id: string; ordinal: number }; place: Place };

/**
 * One question to the teacher. The answer is taken from the journal if it is there. Otherwise the call waits for a
 * slot, is retried as long as that makes sense, and is written to the journal before the answer is used.
 */
export class Call<Values> {
  private key: string;
  private readonly teacher: TeacherOfRun;
  /** How it is answered in JSON; null for an answer in tags. */
  private readonly form: JudgeForm | null;
  /**
   * The request's parameters, with its token limit; part of the call's identity. So an answer that was cut off at a
   * small limit is never taken for the answer to a request with more room.
   */
  private parameters: Omit<CompletionRequest, 'messages'>;

  /** @param stop When aborted, no further try is made. A running try continues, because its answer is paid for. */
  constructor(
    private readonly run: CallsOfRun,
    private readonly asker: Asker,
    private readonly prompt: ResolvedPrompt<Values>,
    private readonly values: Values,
    private readonly options: AskOptions,
    private readonly stop: AbortSignal,
  ) {
    this.teacher = run.teacherFor(prompt);
    this.form = (this.teacher.answersInJson && prompt.judges && options.form) || null;
    const { temperature, maxTokens, seed } = options;
    this.parameters = {
      temperature: temperature ?? prompt.temperature,
      maxTokens: Math.min(maxTokens ?? prompt.maxTokens, prompt.maxTokens),
      ...(seed === undefined ? {} : { seed }),
      ...(this.form ? { format: formatOf(this.form) } : {}),
    };
    this.key = this.journalKey();
  }

  /**
   * The answer. When several items request the same shared answer at once, one asks and the others wait.
   *
   * @throws TeacherError the last failure, or one that a retry cannot fix; StoppedError.
   */
  async answer(): Promise<Answer> {
    if (this.options.sharedBy === undefined) return this.findOrAsk();
    const { shared } = this.run;
    const { key } = this;
    for (;;) {
      const asked = shared.get(key);
      if (!asked) {
        const answer = this.findOrAsk().finally(() => shared.delete(key));
        shared.set(key, answer);
        return answer;
      }
      try {
        return await asked;
      } catch (error) {
        // The answer comes later, for this item too.
        if (error instanceof WaitingError) return this.findOrAsk();
        // The item that asked was stopped; this one was not, so it asks itself.
        if (!(error instanceof StoppedError) || this.stop.aborted) throw error;
      }
    }
  }

  /** If thinking used up all tokens, asks once more with room to think. Both answers are in the journal. */
  private async findOrAsk(): Promise<Answer> {
    const answer = await this.findOrRequest();
    if (answer.finishReason !== 'thinking') return answer;
    this.parameters = { ...this.parameters, needsRoomToThink: true };
    this.key = this.journalKey();
    return this.findOrRequest();
  }

  private async findOrRequest(): Promise<Answer> {
    const { journal, fence, runSeed } = this.run;
    const known = await journal.find(this.asker.item.id, this.key, this.options.sharedBy !== undefined);
    if (known) return this.answerOf(known);
    const rendered = withOwnCode(this.prompt.render(this.values, fence), runSeed, fence, this.place());
    const messages = askInJson(this.form, rendered);
    if (this.run.answersLater) return this.waitFor(messages);
    return this.write(messages, await this.askPatiently({ messages, ...this.parameters }));
  }

  /**
   * While the teacher is busy (429, 503) or unreachable, tries are limited by time, not by number, and a call that
   * waits for its next try holds no slot. The teacher's Retry-After is respected.
   */
  private async askPatiently(request: CompletionRequest): Promise<Completion> {
    const { tries, busyMs, firstPauseMs } = this.run.patience;
    const startedAt = performance.now();
    let costly = 0;
    for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
      const outcome = await this.tryOnce(request);
      if (!(outcome instanceof TeacherError)) return outcome;
      if (!outcome.isRetryable) throw outcome;
      if (outcome.isBillable) costly += 1;
      if (costly >= tries || performance.now() - startedAt > busyMs) throw outcome;
      // Random jitter, so that calls which failed together do not all retry together.
      const ownMs = outcome.kind === 'unreachable' ? Math.min(pauseMs, UNREACHABLE_PAUSE_MS) : pauseMs;
      const waitMs = (outcome.options.retryAfterMs ?? ownMs) + randomInt(Math.max(1, Math.ceil(pauseMs / 4)));
      await sleep(waitMs, undefined, { signal: this.stop }).catch(() => this.stop.throwIfAborted());
    }
  }

  /**
   * One try. If it is unusually slow while slots are idle, the request is sent again, and the first answer is used. An
   * item that runs again finds that one in the journal. The other answer is written there too, under a key of its own
   * that nothing looks up, because it is paid for as well.
   */
  private tryOnce(request: CompletionRequest): Promise<Completion | TeacherError> {
    const { run, teacher } = this;
    return firstAnswer(
      () => this.send(request),
      (again) => teacher.inUse.onStraggling(request, () => run.maySendTwice() && again()),
      async (late) => {
        const row = this.rowOf(request.messages, late);
        await run.journal.write({ ...row, key: sha256(`${row.key} late`), ordinal: `${row.ordinal}:late` });
      },
      (done) => run.track(done),
    );
  }

  private async send(request: CompletionRequest): Promise<Completion | TeacherError> {
    const { abandon } = this.run;
    const { inUse } = this.teacher;
    const { place, item } = this.asker;
    const release = await inUse.slots.acquire(
      { run: this.run.runId, depth: place.depth, item: item.ordinal },
      this.stop,
    );
    const startedAt = performance.now();
    const end = (outcome: CallOutcome) => this.run.endCall(this.teacher, outcome, performance.now() - startedAt);
    try {
      this.run.beginCall();
      try {
        const completion = await inUse.complete(request, abandon);
        end(completion);
        return completion;
      } catch (error) {
        const failure = !abandon.aborted && error instanceof TeacherError ? error : null;
        end(failure ?? 'abandoned');
        if (!failure) throw error;
        return failure;
      }
    } finally {
      release();
    }
  }

  private async write(messages: CompletionRequest['messages'], completion: Completion): Promise<Answer> {
    const row = this.rowOf(messages, completion);
    await this.run.journal.write(row);
    return this.answerOf(row);
  }

  private answerOf({ response, finishReason, model }: Pick<CallRow, 'response' | 'finishReason' | 'model'>): Answer {
    return { text: textOf(this.form, response), finishReason, callKey: this.key, model };
  }

  private rowOf(messages: CompletionRequest['messages'], completion: Completion): CallRow {
    const { finishReason, promptTokens, cachedTokens, completionTokens, latencyMs } = completion;
    const { price } = this.teacher;
    return {
      ...this.asked(messages),
      itemId: this.options.sharedBy ?? this.asker.item.id,
      model: stripUnstorable(completion.model),
      response: stripUnstorable(completion.text),
      thought: stripUnstorable(completion.thought),
      finishReason,
      promptTokens,
      cachedTokens,
      completionTokens,
      costPicos: price && costOf(price, completion),
      latencyMs,
    };
  }

  /** Records the request. @throws WaitingError always: the item runs again when the answer has arrived. */
  private async waitFor(messages: CompletionRequest['messages']): Promise<never> {
    const itemId = this.asker.item.id;
    await this.run.recordWaiting(itemId, {
      ...this.asked(messages),
      ownerId: this.options.sharedBy ?? itemId,
      model: this.teacher.inUse.model,
    });
    throw new WaitingError('The answer comes later.');
  }

  /** What is stored of a request, whether it is answered or waits. */
  private asked(messages: CompletionRequest['messages']) {
    return {
      key: this.key,
      runId: this.run.runId,
      teacherId: this.teacher.id,
      step: this.asker.place.step,
      ordinal: this.ordinal(),
      prompt: this.prompt.name,
      promptVersion: this.prompt.version,
      request: {
        messages: messages.map(({ role, content }) => ({ role, content: stripUnstorable(content) })),
        parameters: this.parameters,
      },
    };
  }

  /** What is asked, the same in every run with the same seed and for every vote of a judge. */
  private place(): string {
    const { step, path } = this.asker.place;
    const { sharedBy } = this.options;
    return sharedBy === undefined ? `${this.asker.item.ordinal}:${step}:${path}` : `${sharedBy}:${step}`;
  }

  /** A shared answer is the same wherever in an item it is requested. */
  private ordinal(): string {
    const { ordinal = 0, sharedBy } = this.options;
    return sharedBy === undefined ? `${this.asker.place.path}:${ordinal}` : `shared:${ordinal}`;
  }

  private journalKey(): string {
    const { runId } = this.run;
    const { id: teacherId, inUse } = this.teacher;
    const { name, hash } = this.prompt;
    const owner = this.options.sharedBy ?? this.asker.item.id;
    const { step } = this.asker.place;
    return sha256(
      JSON.stringify([runId, owner, step, name, hash, teacherId, inUse.model, this.parameters, this.ordinal()]),
    );
  }
}
