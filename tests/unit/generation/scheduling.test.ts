import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { draw, teacherSeed } from '@/taxonomy/generation/pipelines/draw';
import { remainingSeconds } from '@/taxonomy/generation/runs/remaining';
import { RunBudget } from '@/taxonomy/generation/engine/run-budget';
import { readSnapshot } from '@/taxonomy/generation/runs/snapshot';
import { askPatiently, type Asking, type CallOutcome } from '@/taxonomy/generation/teacher/ask-patiently';
import { Slots } from '@/taxonomy/generation/teacher/slots';
import { TeacherError, type Completion } from '@/taxonomy/generation/teacher/teacher';
import { Trouble } from '@/taxonomy/generation/engine/trouble';

const never = new AbortController().signal;
setMaxListeners(0, never);

describe('slots', () => {
  it('lets in as many as there are, then deeper steps first, then lower items', async () => {
    const slots = new Slots(1);
    const release = await slots.acquire({ depth: 0, item: 0 }, never);
    const served: string[] = [];
    const waiting = [
      { depth: 0, item: 1 },
      { depth: 2, item: 9 },
      { depth: 2, item: 3 },
      { depth: 1, item: 0 },
    ].map(async (turn) => {
      const free = await slots.acquire(turn, never);
      served.push(`${turn.depth}:${turn.item}`);
      free();
    });
    expect(slots.waiting).toBe(4);
    release();
    await Promise.all(waiting);
    expect(served).toEqual(['2:3', '2:9', '1:0', '0:1']);
    expect(slots.inUse).toBe(0);
  });

  it('orders a thousand of them', async () => {
    const slots = new Slots(1);
    const release = await slots.acquire({ depth: 9, item: 0 }, never);
    const served: number[] = [];
    const items = Array.from({ length: 1_000 }, (_, i) => (i * 7919) % 1_000);
    const waiting = items.map(async (item) => {
      const free = await slots.acquire({ depth: 0, item }, never);
      served.push(item);
      free();
    });
    release();
    await Promise.all(waiting);
    expect(served).toEqual(items.toSorted((a, b) => a - b));
  });

  it('forgets those that stop waiting', async () => {
    const slots = new Slots(1);
    const release = await slots.acquire({ depth: 0, item: 0 }, never);
    const stop = new AbortController();
    const gone = slots.acquire({ depth: 1, item: 0 }, stop.signal);
    const next = slots.acquire({ depth: 0, item: 1 }, never);
    stop.abort(new Error('gone'));
    await expect(gone).rejects.toThrow('gone');
    expect(slots.waiting).toBe(1);
    release();
    (await next)();
    expect(slots.inUse).toBe(0);
  });

  it('gives way when the teacher says that it is too much, once a second at most, and comes back', async () => {
    const slots = new Slots(10);
    slots.slowDown(5_000);
    slots.slowDown(5_500);
    const held = await Promise.all(Array.from({ length: 9 }, () => slots.acquire({ depth: 0, item: 0 }, never)));
    const tenth = slots.acquire({ depth: 0, item: 0 }, never);
    expect(slots.waiting).toBe(1);
    for (let i = 0; i < 10; i += 1) slots.speedUp();
    held.pop()?.();
    await tenth;
    expect(slots.inUse).toBe(9);
  });

  it('says when there is room for more work', async () => {
    let low = 0;
    const slots = new Slots(2, () => (low += 1));
    await slots.acquire({ depth: 0, item: 0 }, never);
    expect(low).toBeGreaterThan(0);
  });
});

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

describe('the budget', () => {
  it('counts what is in flight and what is not written yet', () => {
    const budget = new RunBudget(2, 5);
    budget.begin();
    budget.begin();
    expect(budget.left).toBe(1);
    budget.end(true);
    budget.end(false);
    expect(budget.left).toBe(2);
    budget.written(3, 1, 5);
    expect(budget.left).toBe(2);
    budget.written(5, 0, 5); // another worker has spent
    expect(budget.left).toBe(0);
    budget.written(5, 0, 9); // somebody has raised it
    expect(budget.left).toBe(4);
  });
});

describe('trouble', () => {
  const limits = { neverAnsweredMs: 100, silentMs: 1_000 };
  const away = new TeacherError('unreachable', 'Nobody is there.');

  it('stops a run at once when its key is wrong', () => {
    expect(new Trouble(true, limits).note(new TeacherError('auth', 'Wrong key.'))).toBe('Wrong key.');
  });

  it('waits for a teacher that is away, longer when it has answered before', () => {
    const fresh = new Trouble(false, limits);
    expect(fresh.note(away, 0)).toBeNull();
    expect(fresh.note(away, 101)).toMatch(/Nobody is there.*resume/);
    const known = new Trouble(true, limits);
    known.note(away, 0);
    expect(known.note(away, 101)).toBeNull();
    expect(known.note(away, 1_001)).not.toBeNull();
  });

  it('forgets it all with the next answer', () => {
    const trouble = new Trouble(true, limits);
    trouble.note(away, 0);
    trouble.note('answered', 900);
    expect(trouble.note(away, 1_500)).toBeNull();
    expect(trouble.say(1_600)).toBeNull();
  });

  it('never stops a run because the teacher asks for fewer calls', () => {
    const trouble = new Trouble(false, limits);
    for (let i = 0; i < 1_000; i += 1) expect(trouble.note(new TeacherError('rate_limit', 'wait'), i * 100)).toBeNull();
  });

  it('says what is the matter after a few seconds', () => {
    const trouble = new Trouble(true, { neverAnsweredMs: 60_000, silentMs: 60_000 });
    trouble.note(away, 0);
    expect(trouble.say(1_000)).toBeNull();
    expect(trouble.say(6_000)).toMatch(/Nobody is there.*by itself/);
  });

  it('does not ask for ever of a teacher that has refused everything', () => {
    const trouble = new Trouble(false, limits);
    const refused = new TeacherError('refused_request', 'No such model.');
    expect([1, 2, 3].map(() => trouble.note(refused))).toEqual([null, null, 'No such model.']);
  });
});

describe('drawing', () => {
  const pool = Array.from({ length: 20 }, (_, i) => `s${i}`);
  const of = (key: string, count = 5) => draw(pool, count, key, (id) => id);

  it('gives the same for the same key, without doubles, and others for other keys', () => {
    expect(of('a')).toEqual(of('a'));
    expect(new Set(of('a')).size).toBe(5);
    expect(of('a')).not.toEqual(of('b'));
    expect(of('a', 99)).toHaveLength(20);
  });

  it('does not depend on the order of the pool', () => {
    expect(draw(pool.toReversed(), 5, 'a', (id) => id)).toEqual(of('a'));
  });

  it('draws every entry about equally often', () => {
    const counts = new Map<string, number>();
    for (let i = 0; i < 2_000; i += 1) for (const id of of(`key ${i}`, 1)) counts.set(id, (counts.get(id) ?? 0) + 1);
    for (const n of counts.values()) expect(n).toBeGreaterThan(60);
    expect(counts.size).toBe(20);
  });

  it('makes seeds that every server takes: whole, from 0, in 31 bits', () => {
    for (let i = 0; i < 100; i += 1) {
      expect(teacherSeed(`${i}`)).toBeGreaterThanOrEqual(0);
      expect(teacherSeed(`${i}`)).toBeLessThan(2 ** 31);
    }
  });
});

describe('the time that is left', () => {
  const run = (done: number, total: number) => ({
    state: 'running' as const,
    itemsTotal: total,
    itemsDone: done,
    itemsFailed: 0,
    startedAt: '2026-01-01T00:00:00.000Z',
    snapshot: readSnapshot({}),
  });
  const after = (seconds: number) => new Date(Date.parse('2026-01-01T00:00:00.000Z') + seconds * 1000);

  it('is not guessed before three in a hundred are done', () => {
    expect(remainingSeconds(run(2, 100), after(60))).toBeNull();
    expect(remainingSeconds(run(3, 100), after(60))).not.toBeNull();
  });

  it('is a range around the pace so far, and narrows', () => {
    const early = remainingSeconds(run(4, 100), after(40))!;
    const late = remainingSeconds(run(64, 100), after(640))!;
    expect(early.from).toBeLessThan(960);
    expect(early.to).toBeGreaterThan(960);
    expect(late.to / late.from).toBeLessThan(early.to / early.from);
  });

  it('is reckoned from the resume of a run that was resumed', () => {
    const resumed = {
      ...run(60, 100),
      snapshot: { ...readSnapshot({}), progressFrom: { at: after(1_000).toISOString(), items: 50 } },
    };
    const left = remainingSeconds(resumed, after(1_010))!;
    expect(left.from).toBeLessThanOrEqual(40);
    expect(left.to).toBeGreaterThanOrEqual(40);
  });
});
