import { setMaxListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import { Slots } from '@/taxonomy/generation/teacher/slots';

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
