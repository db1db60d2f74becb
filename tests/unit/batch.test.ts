import { expect, it } from 'vitest';
import { connect } from '@/prisma/client';
import { makeBatch } from '@/taxonomy/batch';

// Never connects: only its identity counts here.
const db = connect('postgresql://nobody@127.0.0.1:1/none', 1);

const turn = () => new Promise((resolve) => setImmediate(resolve));

it('reads the keys that arrive during a query with the next one, and never gives an earlier result', async () => {
  const queries: string[][] = [];
  const open: (() => void)[] = [];
  const find = makeBatch((_, keys) => {
    queries.push(keys);
    const mine = queries.length;
    return new Promise<Map<string, string>>((resolve) => {
      open.push(() => resolve(new Map(keys.filter((key) => key !== 'none').map((key) => [key, `${key}${mine}`]))));
    });
  });
  const first = find(db, 'a');
  await turn();
  const late = Promise.all([find(db, 'a'), find(db, 'b'), find(db, 'b'), find(db, 'none')]);
  await turn();
  expect(queries).toEqual([['a']]);
  open.shift()?.();
  expect(await first).toBe('a1');
  await turn();
  expect(queries).toEqual([['a'], ['a', 'b', 'none']]);
  open.shift()?.();
  expect(await late).toEqual(['a2', 'b2', 'b2', null]);
});

it('continues after a failure', async () => {
  let queries = 0;
  const find = makeBatch((_, keys) =>
    ++queries === 1 ? Promise.reject(new Error('away')) : Promise.resolve(new Map(keys.map((key) => [key, key]))),
  );
  const failing = expect(find(db, 'a')).rejects.toThrow('away');
  await turn();
  expect(await find(db, 'b')).toBe('b');
  await failing;
});
