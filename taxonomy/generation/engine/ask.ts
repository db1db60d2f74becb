import type { Fence, Prompt } from '../prompts/prompt';
import type { Journal } from './journal';
import type { Place } from '../pipelines/pipeline';
import { StoppedError, type Answer, type AskOptions, type StepContext } from '../steps/step';
import { askPatiently, isBought, type CallOutcome, type Patience } from '../teacher/ask-patiently';
import type { Slots } from '../teacher/slots';
import { TeacherError, type TeacherClient } from '../teacher/teacher';
import { stripUnstorable } from '../../text';
import { sha256 } from '../text';

/** All that a run's calls share. */
export type RunTeacher = {
  runId: string;
  teacherId: string;
  model: string;
  client: TeacherClient;
  slots: Slots;
  fence: Fence;
  journal: Journal;
  /** Aborted when a call that is under way is to be given up too. */
  abandon: AbortSignal;
  patience?: Patience;
  readonly beforeCall: () => void;
  readonly afterCall: (outcome: CallOutcome) => void;
  /** Shared answers that are being asked for right now, by their journal keys. */
  shared: Map<string, Promise<Answer>>;
};

/**
 * How the steps of one item ask the teacher: first the journal, then a slot, then the teacher, then the journal again.
 *
 * @param stop Aborted: no new call for this item.
 */
export function asker(
  run: RunTeacher,
  item: { id: string; ordinal: number },
  place: Place,
  stop: AbortSignal,
): StepContext {
  return {
    async ask(prompt, values, options = {}) {
      const { sharedBy } = options;
      const key = keyOf(run, sharedBy ?? item.id, place, prompt, options);
      const buy = async (): Promise<Answer> => {
        const known = await run.journal.find(item.id, key, sharedBy !== undefined);
        if (known) return { text: known.response, finishReason: known.finishReason, callKey: key };
        return buyAnswer(run, item, { key, place, prompt, values, options, stop });
      };
      return sharedBy === undefined ? buy() : shareAnswer(run.shared, key, buy, stop);
    },
  };
}

/** Of several items that ask for the same answer at once, one asks and the others wait. */
async function shareAnswer(
  shared: RunTeacher['shared'],
  key: string,
  buy: () => Promise<Answer>,
  stop: AbortSignal,
): Promise<Answer> {
  for (;;) {
    const asked = shared.get(key);
    if (!asked) {
      const answer = buy().finally(() => shared.delete(key));
      shared.set(key, answer);
      return answer;
    }
    try {
      return await asked;
    } catch (error) {
      // The item that asked was stopped; this one was not, so it asks itself.
      if (!(error instanceof StoppedError) || stop.aborted) throw error;
    }
  }
}

type Call<Values> = {
  key: string;
  place: Place;
  prompt: Prompt<Values>;
  values: Values;
  options: AskOptions;
  stop: AbortSignal;
};

async function buyAnswer<Values>(
  run: RunTeacher,
  item: { id: string; ordinal: number },
  { key, place, prompt, values, options, stop }: Call<Values>,
): Promise<Answer> {
  const messages = prompt.render(values, run.fence);
  const parameters = parametersOf(prompt, options);
  const completion = await askPatiently(
    { messages, ...parameters },
    {
      client: run.client,
      slots: run.slots,
      turn: { depth: place.depth, item: item.ordinal },
      stop,
      abandon: run.abandon,
      beforeCall: run.beforeCall,
      afterCall(outcome) {
        run.afterCall(outcome);
        if (outcome instanceof TeacherError) run.journal.writeFailure(run.runId, isBought(outcome));
      },
      ...(run.patience ? { patience: run.patience } : {}),
    },
  );
  const response = stripUnstorable(completion.text);
  const { finishReason, promptTokens, completionTokens, latencyMs } = completion;
  await run.journal.write({
    key,
    runId: run.runId,
    itemId: options.sharedBy ?? item.id,
    step: place.step,
    ordinal: ordinalOf(place, options),
    prompt: prompt.name,
    promptVersion: prompt.version,
    model: stripUnstorable(completion.model),
    request: {
      messages: messages.map(({ role, content }) => ({ role, content: stripUnstorable(content) })),
      parameters,
    },
    response,
    finishReason,
    promptTokens,
    completionTokens,
    latencyMs,
  });
  return { text: response, finishReason, callKey: key };
}

const parametersOf = <Values>(prompt: Prompt<Values>, { temperature, maxTokens, seed }: AskOptions) => ({
  temperature: temperature ?? prompt.temperature,
  maxTokens: Math.min(maxTokens ?? prompt.maxTokens, prompt.maxTokens),
  ...(seed === undefined ? {} : { seed }),
});

/** A shared answer is the same wherever in an item it is asked for. */
const ordinalOf = (place: Place, { ordinal = 0, sharedBy }: AskOptions): string =>
  sharedBy === undefined ? `${place.path}:${ordinal}` : `shared:${ordinal}`;

const keyOf = <Values>(
  run: RunTeacher,
  owner: string,
  place: Place,
  prompt: Prompt<Values>,
  options: AskOptions,
): string =>
  sha256(
    JSON.stringify([
      run.runId,
      owner,
      place.step,
      prompt.name,
      prompt.version,
      run.teacherId,
      run.model,
      parametersOf(prompt, options),
      ordinalOf(place, options),
    ]),
  );
