import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { askPatiently, type Asking, type CallOutcome } from '@/taxonomy/generation/teacher/ask-patiently';
import { Slots } from '@/taxonomy/generation/teacher/slots';
import { TeacherError, type Completion } from '@/taxonomy/generation/teacher/teacher';

const never = new AbortController().signal;
setMaxListeners(0, never);

const answer: Completion = {
  text: 'ok',
  finishReason: 'stop',
  promptTokens: 1,
  completionTokens: 1,
  latencyMs: 1,
  model: 'm',
};

function asking(results: (TeacherError | Completion)[], changes: Partial<Asking> = {}) {
  const outcomes: CallOutcome[] = [];
  const slots = new Slots(1);
  const options: Asking = {
    client: {
      complete: async () => {
        const result = results.shift() ?? answer;
        if (result instanceof TeacherError) throw result;
        return result;
      },
    },
    slots,
    turn: { depth: 0, item: 0 },
    stop: never,
    abandon: never,
    beforeCall: () => {},
    afterCall: (outcome) => outcomes.push(outcome),
    patience: { busyMs: 1_000, tries: 3, firstPauseMs: 1 },
    ...changes,
  };
  return { options, outcomes, slots };
}

const request = { messages: [], temperature: 0, maxTokens: 1 };

describe('asking patiently', () => {
  it('tries again while the teacher is busy, however often, within its time', async () => {
    const busy = Array.from({ length: 12 }, () => new TeacherError('rate_limit', 'slow down', { retryAfterMs: 1 }));
    const { options, outcomes } = asking(busy);
    expect(await askPatiently(request, options)).toEqual(answer);
    expect(outcomes).toHaveLength(13);
  });

  it('gives up when the teacher is busy for too long', async () => {
    const busy = Array.from({ length: 1_000 }, () => new TeacherError('overloaded', 'busy', { retryAfterMs: 5 }));
    const { options } = asking(busy, { patience: { busyMs: 40, tries: 3, firstPauseMs: 1 } });
    await expect(askPatiently(request, options)).rejects.toThrow('busy');
  });

  it('buys a garbled answer three times at most', async () => {
    const garbled = Array.from({ length: 9 }, () => new TeacherError('bad_answer', 'html'));
    const { options, outcomes } = asking(garbled);
    await expect(askPatiently(request, options)).rejects.toThrow('html');
    expect(outcomes).toHaveLength(3);
  });

  it('does not try again what no try can mend', async () => {
    const { options, outcomes } = asking([new TeacherError('auth', 'no key')]);
    await expect(askPatiently(request, options)).rejects.toThrow('no key');
    expect(outcomes).toHaveLength(1);
  });

  it('holds no slot while it waits', async () => {
    const { options, slots } = asking([new TeacherError('rate_limit', 'wait', { retryAfterMs: 60 })]);
    const asked = askPatiently(request, options);
    await sleep(20);
    expect(slots.inUse).toBe(0);
    await asked;
  });

  it('stops waiting when it is stopped', async () => {
    const stop = new AbortController();
    const { options } = asking([new TeacherError('rate_limit', 'wait', { retryAfterMs: 60_000 })], {
      stop: stop.signal,
    });
    const asked = askPatiently(request, options);
    setTimeout(() => stop.abort(new Error('stopped')), 10);
    await expect(asked).rejects.toThrow('stopped');
  });

  it('gives its slot back when the run may make no more calls', async () => {
    const refuse = () => {
      throw new Error('no budget');
    };
    const { options, slots } = asking([], { beforeCall: refuse });
    await expect(askPatiently(request, options)).rejects.toThrow('no budget');
    expect(slots.inUse).toBe(0);
  });
});
