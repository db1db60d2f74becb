import { describe, expect, it } from 'vitest';
import { Slots } from '@/taxonomy/generation/teacher/slots';

const never = new AbortController().signal;
const turn = (item: number, run = 'a run') => ({ run, depth: 0, item });

describe('slots of a busy teacher', () => {
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
