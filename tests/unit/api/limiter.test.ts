import { describe, expect, it } from 'vitest';
import { Limiter } from '@/app/api/limiter';

/** Work that ends when told to, and tells whether it has started. */
function makeWork() {
  const state = { hasBegun: false, signal: new AbortController().signal, end: () => {} };
  const done = new Promise<void>((resolve) => (state.end = resolve));
  const work = async (signal: AbortSignal) => {
    state.hasBegun = true;
    state.signal = signal;
    await done;
    return 'done';
  };
  return { state, work };
}

const caller = (personId: string, signal = new AbortController().signal) => ({ personId, signal });
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('Limiter', () => {
  it('runs few at once and the others in turn', async () => {
    const limiter = new Limiter({ atOnce: 2, samePerson: 'newest' });
    const works = ['a', 'b', 'c'].map((person) => ({ person, ...makeWork() }));
    const all = works.map(({ person, work }) => limiter.run(caller(person), work));
    await settled();
    expect(works.map(({ state }) => state.hasBegun)).toEqual([true, true, false]);
    works[0]?.state.end();
    await settled();
    expect(works.map(({ state }) => state.hasBegun)).toEqual([true, true, true]);
    for (const { state } of works) state.end();
    expect(await Promise.all(all)).toEqual(['done', 'done', 'done']);
  });

  it('cancels a person’s earlier request, and starts the next only after its work has ended', async () => {
    const limiter = new Limiter({ atOnce: 3, samePerson: 'newest' });
    const [first, second] = [makeWork(), makeWork()];
    const earlier = limiter.run(caller('a'), first.work);
    await settled();
    const later = limiter.run(caller('a'), second.work);
    await expect(earlier).rejects.toMatchObject({ code: 'rate_limited' });
    expect(first.state.signal.aborted).toBe(true);
    expect(second.state.hasBegun).toBe(false);
    first.state.end();
    second.state.end();
    expect(await later).toBe('done');
  });

  it('runs a person’s writes one after the other', async () => {
    const limiter = new Limiter({ atOnce: 3, samePerson: 'in turn' });
    const [first, second] = [makeWork(), makeWork()];
    const both = [limiter.run(caller('a'), first.work), limiter.run(caller('a'), second.work)];
    await settled();
    expect(second.state.hasBegun).toBe(false);
    first.state.end();
    second.state.end();
    expect(await Promise.all(both)).toEqual(['done', 'done']);
  });

  it('drops a caller who disconnects, before its turn and during it', async () => {
    const limiter = new Limiter({ atOnce: 1, samePerson: 'in turn' });
    const [running, waiting, next] = [makeWork(), makeWork(), makeWork()];
    const [leaver, other] = [new AbortController(), new AbortController()];
    const answers = [
      limiter.run(caller('a', leaver.signal), running.work),
      limiter.run(caller('b', other.signal), waiting.work),
    ];
    const last = limiter.run(caller('c'), next.work);
    await settled();
    other.abort(new Error('left'));
    leaver.abort(new Error('left'));
    for (const answer of answers) await expect(answer).rejects.toThrow('left');
    expect([running.state.signal.aborted, waiting.state.hasBegun]).toEqual([true, false]);
    running.state.end();
    next.state.end();
    expect(await last).toBe('done');
  });

  it('refuses when too many wait, and continues after work that failed', async () => {
    const limiter = new Limiter({ atOnce: 1, waiting: 1, samePerson: 'newest' });
    const failing = limiter.run(caller('a'), () => Promise.reject(new Error('broken')));
    const waiting = limiter.run(caller('b'), () => Promise.resolve(1));
    await expect(limiter.run(caller('c'), () => Promise.resolve(2))).rejects.toMatchObject({ code: 'rate_limited' });
    await expect(failing).rejects.toThrow('broken');
    expect(await waiting).toBe(1);
  });
});
