import { expect, it } from 'vitest';
import { connect } from '@/prisma/client';
import { makeShare } from '@/taxonomy/share';

const share = makeShare<number>();
// Never connects: only its identity counts here.
const db = connect('postgresql://nobody@127.0.0.1:1/none', 1);

function slowCounter() {
  let asked = 0;
  const open: (() => void)[] = [];
  const ask = () =>
    new Promise<number>((resolve) => {
      const mine = ++asked;
      open.push(() => resolve(mine));
    });
  return { ask, answer: () => open.shift()?.(), asked: () => asked };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

it('queries once for all calls that arrive meanwhile, and never gives them an earlier result', async () => {
  const { ask, answer, asked } = slowCounter();
  const first = share(db, 'a', ask);
  const late = [share(db, 'a', ask), share(db, 'a', ask), share(db, 'a', ask)];
  expect(asked()).toBe(1);
  answer();
  expect(await first).toBe(1);
  await turn();
  expect(asked()).toBe(2);
  const later = share(db, 'a', ask);
  answer();
  expect(await Promise.all(late)).toEqual([2, 2, 2]);
  await turn();
  answer();
  expect(await later).toBe(3);
  void share(db, 'a', ask);
  expect(asked()).toBe(4);
});

it('continues after a failure', async () => {
  const failing = share(db, 'b', () => Promise.reject(new Error('away')));
  const waiting = share(db, 'b', () => Promise.resolve(7));
  await expect(failing).rejects.toThrow('away');
  expect(await waiting).toBe(7);
});
