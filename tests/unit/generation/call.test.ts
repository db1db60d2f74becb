import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { Call, type CallOutcome, type CallsOfRun } from '@/taxonomy/generation/engine/call';
import { Journal } from '@/taxonomy/generation/engine/journal';
import { TeacherInUse } from '@/taxonomy/generation/engine/teacher-in-use';
import { makeFence } from '@/taxonomy/generation/prompts/prompt';
import type { ResolvedPrompt } from '@/taxonomy/generation/runs/prompts';
import type { AskOptions } from '@/taxonomy/generation/steps/step';
import { WaitingError } from '@/taxonomy/generation/waiting-error';
import { TeacherError, type Completion, type CompletionRequest } from '@/taxonomy/generation/teacher/teacher';

const never = new AbortController().signal;
setMaxListeners(0, never);

const answer: Completion = {
  text: 'ok',
  thought: '',
  finishReason: 'stop',
  promptTokens: 1,
  cachedTokens: 0,
  completionTokens: 1,
  latencyMs: 1,
  model: 'm',
};

const prompt: ResolvedPrompt<object> = {
  hash: 'h',
  name: 'p',
  version: 1,
  text: 'Do it.',
  temperature: 0,
  maxTokens: 100,
  render: () => [],
};

/** A journal in memory, without a database. */
class MemoryJournal extends Journal {
  readonly rows: { key: string; response: string }[] = [];
  override find = async (): ReturnType<Journal['find']> => null;
  override write = async (row: Parameters<Journal['write']>[0]): Promise<void> => void this.rows.push(row);
}

/** One call to a teacher with these results in turn, and its outcome. */
function calling(results: (TeacherError | Completion)[], changes: Partial<CallsOfRun> = {}) {
  const outcomes: CallOutcome[] = [];
  const asked: CompletionRequest[] = [];
  const client = {
    complete: async (request: CompletionRequest) => {
      asked.push(request);
      const result = results.shift() ?? answer;
      if (result instanceof TeacherError) throw result;
      return result;
    },
    close: async () => {},
  };
  const opened = { client, slots: 1, model: 'm' };
  // Nothing here reaches the database.
  const journal = new MemoryJournal({} as never);
  const teacher = new TeacherInUse(
    opened,
    1,
    async () => opened,
    () => {},
  );
  const run: CallsOfRun = {
    runId: 'run',
    teacherFor: () => ({ id: 'teacher', inUse: teacher, price: null }),
    runSeed: 'run',
    fence: makeFence('run'),
    journal,
    patience: { busyMs: 60_000, tries: 3, firstPauseMs: 1 },
    shared: new Map(),
    answersLater: false,
    abandon: never,
    recordWaiting: async () => {},
    beginCall: () => {},
    endCall: (_, outcome) => outcomes.push(outcome),
    maySendTwice: () => true,
    track: (done) => void done,
    ...changes,
  };
  const ask = (stop = never, options: AskOptions = {}) => {
    const asker = { item: { id: 'item', ordinal: 0 }, place: { step: 's', depth: 0, path: '0' } };
    return new Call(run, asker, prompt, {}, options, stop).answer();
  };
  return { ask, outcomes, asked, journal, slots: run.teacherFor({}).inUse.slots };
}

describe('one call', () => {
  it('is retried while the teacher is busy, any number of times within its time limit', async () => {
    const busy = Array.from({ length: 12 }, () => new TeacherError('rate_limit', 'slow down', { retryAfterMs: 1 }));
    const { ask, outcomes, journal } = calling(busy);
    expect(await ask()).toMatchObject({ text: 'ok', model: 'm' });
    expect(outcomes).toHaveLength(13);
    expect(journal.rows).toHaveLength(1);
  });

  it('fails when the teacher is busy for too long', async () => {
    const busy = Array.from({ length: 1_000 }, () => new TeacherError('overloaded', 'busy', { retryAfterMs: 5 }));
    const { ask } = calling(busy, { patience: { busyMs: 40, tries: 3, firstPauseMs: 1 } });
    await expect(ask()).rejects.toThrow('busy');
  });

  it('requests a garbled answer three times at most', async () => {
    const { ask, outcomes } = calling(Array.from({ length: 9 }, () => new TeacherError('bad_answer', 'html')));
    await expect(ask()).rejects.toThrow('html');
    expect(outcomes).toHaveLength(3);
  });

  it('is not retried when a retry cannot help', async () => {
    const { ask, outcomes } = calling([new TeacherError('auth', 'no key')]);
    await expect(ask()).rejects.toThrow('no key');
    expect(outcomes).toHaveLength(1);
  });

  it('asks once more, with room to think, when thinking used up its tokens', async () => {
    const thinking = { ...answer, text: '', finishReason: 'thinking' };
    const { ask, asked, journal } = calling([thinking, answer]);
    expect(await ask()).toMatchObject({ text: 'ok', callKey: journal.rows[1]?.key });
    expect(asked.map(({ needsRoomToThink }) => needsRoomToThink)).toEqual([undefined, true]);
    // Both were paid for, so both are in the journal, under different keys.
    expect(new Set(journal.rows.map(({ key }) => key)).size).toBe(2);
    const twice = calling([thinking, thinking]);
    expect(await twice.ask()).toMatchObject({ text: '', finishReason: 'thinking' });
    expect(twice.asked).toHaveLength(2);
  });

  it('is another call when it may use more tokens, so that an answer cut off at a small limit is not used again', async () => {
    const { ask, journal } = calling([{ ...answer, finishReason: 'length' }]);
    await ask(never, { maxTokens: 10 });
    await ask(never, { maxTokens: 20 });
    await ask(never, { maxTokens: 20 });
    const [small, large, same] = journal.rows.map(({ key }) => key);
    expect(large).not.toBe(small);
    expect(same).toBe(large);
  });

  it('holds no slot while it waits', async () => {
    const { ask, slots } = calling([new TeacherError('rate_limit', 'wait', { retryAfterMs: 60 })]);
    const asked = ask();
    await sleep(20);
    expect(slots.inUse).toBe(0);
    await asked;
  });

  it('stops waiting when it is stopped', async () => {
    const stop = new AbortController();
    const { ask } = calling([new TeacherError('rate_limit', 'wait', { retryAfterMs: 60_000 })]);
    const asked = ask(stop.signal);
    setTimeout(() => stop.abort(new Error('stopped')), 10);
    await expect(asked).rejects.toThrow('stopped');
  });

  it('releases its slot when the run may make no more calls', async () => {
    const refuse = () => {
      throw new Error('no budget');
    };
    const { ask, slots } = calling([], { beginCall: refuse });
    await expect(ask()).rejects.toThrow('no budget');
    expect(slots.inUse).toBe(0);
  });

  it('is recorded when its answer comes later, and holds no slot', async () => {
    const recorded: string[] = [];
    const recordWaiting = async (_: string, { prompt: name }: { prompt: string }) => void recorded.push(name);
    const { ask, slots } = calling([], { answersLater: true, recordWaiting });
    await expect(ask()).rejects.toThrow(WaitingError);
    expect(recorded).toEqual(['p']);
    expect(slots.inUse).toBe(0);
  });
});

describe('a slow call', () => {
  /** A teacher that has answered often enough; its next call takes until `slow` is settled. */
  async function warm(slow: Promise<Completion>, changes: Partial<CallsOfRun> = {}) {
    let answered = 0;
    const client = {
      complete: async () => ((answered += 1) === 13 ? slow : { ...answer, text: `answer ${answered}` }),
      close: async () => {},
    };
    const opened = { client, slots: 2, model: 'm' };
    const teacher = new TeacherInUse(
      opened,
      1,
      async () => opened,
      () => {},
    );
    const calls = calling([], { teacherFor: () => ({ id: 't', inUse: teacher, price: null }), ...changes });
    for (let i = 0; i < 12; i += 1) await calls.ask();
    return calls;
  }

  it('is sent again when a slot is idle; the first answer is used, and both are in the journal', async () => {
    let finish: (late: Completion) => void = () => {};
    const done: Promise<void>[] = [];
    const calls = await warm(new Promise((resolve) => (finish = resolve)), { track: (each) => void done.push(each) });
    expect(await calls.ask()).toMatchObject({ text: 'answer 14' });
    expect(calls.journal.rows.at(-1)).toMatchObject({ response: 'answer 14' });
    finish({ ...answer, text: 'late' });
    await Promise.all(done);
    const [used, late] = calls.journal.rows.slice(-2);
    expect(late).toMatchObject({ response: 'late' });
    expect(late?.key).not.toBe(used?.key);
    expect(calls.outcomes).toHaveLength(14);
    expect(calls.slots.inUse).toBe(0);
  });

  it('is not sent again when the run has no reserve', async () => {
    const slow = sleep(1_500).then(() => ({ ...answer, text: 'slow' }));
    const calls = await warm(slow, { maySendTwice: () => false });
    expect(await calls.ask()).toMatchObject({ text: 'slow' });
    expect(calls.outcomes).toHaveLength(13);
  });
});
