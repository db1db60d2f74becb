import { describe, expect, it } from 'vitest';
import { apportion, countReplayed, planVersion } from '@/taxonomy/datasets/plan-version';
import type { Balance } from '@/taxonomy/datasets/contract-recipe';
import { labPhases, phasePresets } from '@/taxonomy/datasets/vocabulary-phases';

const leaves = [
  { id: 'planets', nodeIds: ['knowledge', 'space', 'planets'], isFoundational: false },
  { id: 'sums', nodeIds: ['foundational', 'sums'], isFoundational: true },
  { id: 'haiku', nodeIds: ['compositional', 'haiku'], isFoundational: false },
];
const tally = (leafId: string, part: number, rows: number, auxiliary = 0) => ({
  leafId,
  part,
  rows,
  bytes: rows * 100,
  auxiliary,
  auxiliaryBytes: auxiliary * 100,
  practice: 0,
});
const counts = [tally('planets', 0, 30, 6), tally('planets', 1, 60), tally('sums', 2, 10), tally('haiku', 4, 5)];
const all: Balance = { mode: 'all' };

const rowsOf = (recipe: { phases?: ReturnType<typeof labPhases>; balance?: Balance }, given = counts) =>
  planVersion({ phases: labPhases(), balance: all, ...recipe }, leaves, given).targets.map(
    ({ leafId, phase, rows }) => [leafId, phase, rows],
  );

describe('a plan', () => {
  it('gives each part to the phase that takes it', () => {
    expect(rowsOf({})).toEqual([
      ['planets', 0, 30],
      ['planets', 1, 60],
      ['sums', 2, 10],
      ['haiku', 2, 5],
    ]);
    expect(rowsOf({ phases: phasePresets.paper.phases() }).map(([, phase]) => phase)).toEqual([0, 1, 0, 2]);
    expect(rowsOf({ phases: phasePresets.one.phases() }).map(([, phase]) => phase)).toEqual([0, 0, 0, 0]);
  });

  it('gives the samples of a phase’s own leaves to it, wherever it stands', () => {
    const domain = { ...labPhases()[0]!, key: 'space', scope: ['space'], takes: ['knowledge_long' as const] };
    expect(rowsOf({ phases: [...labPhases(), domain] })).toContainEqual(['planets', 3, 60]);
  });

  it('counts what no phase takes', () => {
    const phases = labPhases().slice(0, 2);
    const { leftOut } = planVersion({ phases, balance: all }, leaves, counts);
    expect(leftOut).toEqual([
      { part: 2, rows: 10 },
      { part: 4, rows: 5 },
    ]);
  });

  it('takes at most so many of each leaf, in proportion to its parts', () => {
    expect(rowsOf({ balance: { mode: 'at_most', rows: 9 } })).toEqual([
      ['planets', 0, 3],
      ['planets', 1, 6],
      ['sums', 2, 9],
      ['haiku', 2, 5],
    ]);
  });

  it('takes exactly so many where there are enough, and repeats the others only when asked', () => {
    const balance = { mode: 'exactly', rows: 10, isRepeated: false } as const;
    expect(rowsOf({ balance }).at(-1)).toEqual(['haiku', 2, 5]);
    expect(planVersion({ phases: labPhases(), balance }, leaves, counts).shortLeaves).toBe(1);
    expect(rowsOf({ balance: { ...balance, isRepeated: true } }).at(-1)).toEqual(['haiku', 2, 10]);
  });

  it('shares a total by the weights of the nearest folders', () => {
    const weights = [
      { nodeId: 'knowledge', weight: 0 },
      { nodeId: 'space', weight: 3 },
      { nodeId: 'haiku', weight: 2 },
    ];
    expect(rowsOf({ balance: { mode: 'weighted', rows: 12, weights } })).toEqual([
      ['planets', 0, 2],
      ['planets', 1, 4],
      ['sums', 2, 2],
      ['haiku', 2, 4],
    ]);
  });
});

describe('apportion', () => {
  it.each([
    [[1, 1, 1], 2, [1, 1, 0]],
    [[30, 60], 10, [3, 7]],
    [[0, 5], 5, [0, 5]],
    [[], 5, []],
  ])('parts by %j a total of %d', (sizes, total, parts) => expect(apportion(sizes, total)).toEqual(parts));
});

describe('the number of replayed rows', () => {
  const own = { rows: 100, bytes: 10_000 };
  const source = { rows: 50, bytes: 10_000 };

  it('is a share of the source, rounded down in whole numbers', () => {
    expect(countReplayed(own, [{ amount: { of: 'fraction', value: 0.29 }, source: { rows: 100, bytes: 1 } }])).toEqual([
      29,
    ]);
    expect(countReplayed(own, [{ amount: { of: 'fraction', value: 0 }, source }])).toEqual([0]);
  });

  it('is at most what the source has', () => {
    expect(countReplayed(own, [{ amount: { of: 'rows', value: 80 }, source }])).toEqual([50]);
    expect(countReplayed(own, [{ amount: { of: 'tokens', value: 0.9 }, source }])).toEqual([50]);
  });

  it('makes the replayed tokens the asked share of all tokens of the phase', () => {
    // 10,000 own bytes are 80 % of 12,500; 2,500 bytes at 200 a row are 12 rows.
    expect(countReplayed(own, [{ amount: { of: 'tokens', value: 0.2 }, source }])).toEqual([12]);
    const two = [
      { amount: { of: 'tokens' as const, value: 0.2 }, source },
      { amount: { of: 'rows' as const, value: 50 }, source },
    ];
    // With 10,000 more bytes, 20 % of 25,000 are 5,000 bytes.
    expect(countReplayed(own, two)).toEqual([25, 50]);
    expect(countReplayed(own, [{ amount: { of: 'tokens', value: 0.2 }, source: { rows: 0, bytes: 0 } }])).toEqual([0]);
  });
});
