import { setMaxListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import { Slots } from '@/taxonomy/generation/teacher/slots';

const never = new AbortController().signal;
setMaxListeners(0, never);

const turn = (depth: number, item: number, run = 'a run') => ({ run, depth, item });

describe('slots', () => {
  it('admits as many calls as there are slots: the deepest step and the earliest in turn, then lower items first', async () => {
    const slots = new Slots(1);
    const release = await slots.acquire(turn(0, 0), never);
    const served: string[] = [];
    const waiting = [turn(0, 1), turn(2, 9), turn(2, 3), turn(1, 0)].map(async (each) => {
      const free = await slots.acquire(each, never);
      served.push(`${each.depth}:${each.item}`);
      free();
    });
    expect(slots.waiting).toBe(4);
    release();
    await Promise.all(waiting);
    expect(served).toEqual(['2:3', '0:1', '2:9', '1:0']);
    expect(slots.inUse).toBe(0);
  });

  it('orders a thousand of them', async () => {
    const slots = new Slots(1);
    const release = await slots.acquire(turn(9, 0), never);
    const served: number[] = [];
    const items = Array.from({ length: 1_000 }, (_, i) => (i * 7919) % 1_000);
    const waiting = items.map(async (item) => {
      const free = await slots.acquire(turn(0, item), never);
      served.push(item);
      free();
    });
    release();
    await Promise.all(waiting);
    expect(served).toEqual(items.toSorted((a, b) => a - b));
  });

  it('gives runs equal shares, however deep their steps are', async () => {
    const slots = new Slots(2);
    const held = await Promise.all([0, 1].map((item) => slots.acquire(turn(0, item, 'large'), never)));
    const served: string[] = [];
    const ask = (depth: number, item: number, run: string) =>
      slots.acquire(turn(depth, item, run), never).then((free) => {
        served.push(run);
        return free;
      });
    const deep = Array.from({ length: 6 }, (_, item) => ask(5, item, 'large'));
    const small = Array.from({ length: 3 }, (_, item) => ask(0, item, 'small'));
    held.forEach((free) => free());
    (await deep[0]!)();
    (await small[0]!)();
    (await deep[1]!)();
    (await small[1]!)();
    await Promise.all([deep[2], small[2]]);
    expect(served.filter((run) => run === 'small')).toHaveLength(3);
    expect(served).toHaveLength(6);
  });

  it('gives a free slot to the run that has the fewest, even if it was served last', async () => {
    const slots = new Slots(4);
    const many = await Promise.all([0, 1, 2].map((item) => slots.acquire(turn(0, item, 'many'), never)));
    await slots.acquire(turn(0, 0, 'few'), never);
    const served: string[] = [];
    const ask = (run: string) => slots.acquire(turn(0, 9, run), never).then(() => served.push(run));
    const waiting = [ask('many'), ask('few')];
    many[0]?.();
    await Promise.race(waiting);
    expect(served).toEqual(['few']);
  });

  it('gives one run all slots when no other needs them', async () => {
    const slots = new Slots(3);
    await slots.acquire(turn(0, 0, 'other'), never).then((free) => free());
    await Promise.all([0, 1, 2].map((item) => slots.acquire(turn(0, item, 'only'), never)));
    expect(slots.inUse).toBe(3);
  });

  it('forgets calls that stop waiting', async () => {
    const slots = new Slots(1);
    const release = await slots.acquire(turn(0, 0), never);
    const stop = new AbortController();
    const gone = slots.acquire(turn(1, 0), stop.signal);
    const next = slots.acquire(turn(0, 1), never);
    stop.abort(new Error('gone'));
    await expect(gone).rejects.toThrow('gone');
    expect(slots.waiting).toBe(1);
    release();
    (await next)();
    expect(slots.inUse).toBe(0);
  });

  it('admits no more than the servers take now, and goes on when they take more', async () => {
    let takes = 1;
    const slots = new Slots(
      10,
      () => {},
      () => takes,
    );
    await slots.acquire(turn(0, 0), never);
    const second = slots.acquire(turn(0, 1), never);
    expect({ waiting: slots.waiting, isIdle: slots.isIdle }).toEqual({ waiting: 1, isIdle: false });
    takes = 3;
    slots.serve();
    await second;
    expect({ inUse: slots.inUse, isIdle: slots.isIdle }).toEqual({ inUse: 2, isIdle: true });
  });

  it('says when there is room for more work', async () => {
    let low = 0;
    const slots = new Slots(2, () => (low += 1));
    await slots.acquire(turn(0, 0), never);
    expect(low).toBeGreaterThan(0);
  });
});
