import { describe, expect, it } from 'vitest';
import { Slots } from '@/taxonomy/generation/teacher/slots';

const never = new AbortController().signal;
const turn = (item: number, run = 'a run') => ({ run, depth: 0, item });

/** Takes all slots that are free now, and returns how many. */
async function free(slots: Slots): Promise<number> {
  const held: (() => void)[] = [];
  const stop = new AbortController();
  const waiting = Array.from({ length: 10 }, (_, item) =>
    slots.acquire(turn(item), stop.signal).then((release) => held.push(release)),
  );
  const done = Promise.allSettled(waiting);
  await new Promise((resolve) => setTimeout(resolve, 1));
  stop.abort(new Error('enough'));
  await done;
  for (const release of held) release();
  return held.length;
}

describe('slots of a busy teacher', () => {
  it('come back one by one, a round of answers each, and never more than there were', async () => {
    const slots = new Slots(9);
    slots.slowDown(5_000);
    slots.slowDown(6_000);
    expect(await free(slots)).toBe(7);
    for (let i = 0; i < 8; i += 1) slots.speedUp();
    expect(await free(slots)).toBe(8);
    for (let i = 0; i < 100; i += 1) slots.speedUp();
    expect(await free(slots)).toBe(9);
  });

  it('become fewer once a second, and one is always left', async () => {
    const slots = new Slots(3);
    slots.slowDown(1_000);
    slots.slowDown(1_999);
    expect(await free(slots)).toBe(2);
    for (let second = 2; second < 50; second += 1) slots.slowDown(second * 1_000);
    expect(await free(slots)).toBe(1);
  });

  it('are not given to a call that was stopped before it asked', async () => {
    const slots = new Slots(1);
    await expect(slots.acquire(turn(0), AbortSignal.abort(new Error('gone')))).rejects.toThrow('gone');
    expect(slots.inUse).toBe(0);
  });

  it('count what each run has and waits for', async () => {
    const slots = new Slots(1);
    const release = await slots.acquire(turn(0, 'one'), never);
    const next = slots.acquire(turn(1, 'other'), never);
    expect(slots.of('one')).toEqual({ inUse: 1, waiting: 0 });
    expect(slots.of('other')).toEqual({ inUse: 0, waiting: 1 });
    release();
    const last = await next;
    expect(slots.of('one')).toEqual({ inUse: 0, waiting: 0 });
    expect(slots.of('other')).toEqual({ inUse: 1, waiting: 0 });
    last();
    expect(slots.of('other')).toEqual({ inUse: 0, waiting: 0 });
  });

  it('ask for more work only while fewer calls wait than there are slots', async () => {
    let asked = 0;
    const slots = new Slots(1, () => (asked += 1));
    const release = await slots.acquire(turn(0), never);
    const waiting = [1, 2, 3].map((item) => slots.acquire(turn(item), never));
    asked = 0;
    release();
    const second = await waiting[0];
    expect(asked).toBe(0);
    second?.();
    await waiting[1];
    expect(asked).toBe(0);
    (await waiting[1])?.();
    await waiting[2];
    expect(asked).toBeGreaterThan(0);
  });
});
