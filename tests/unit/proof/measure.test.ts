import { describe, expect, it } from 'vitest';
import { coverageOf, distinctPairs, measuresOf, rowsByLeaf, type Prompt, type Row } from '../../proof/local/measure';

const row = (leaf: number | null, overrides: Partial<Row> = {}): Row => ({
  text: 'one two three',
  leaf,
  seed: 0,
  vector: [1, 0],
  ...overrides,
});
const once = (prompts: readonly Prompt[]) => prompts.map(() => 1);
const measured = (prompts: readonly Prompt[], weights = once(prompts)) => measuresOf(prompts, 2, 3)(weights);

describe('the measures of an arm', () => {
  it('count rows of the leaf that they are for, of their seeds’ leaves, and of any', () => {
    const prompts = [
      { leaf: 0, shown: [0, 1], rows: [row(0), row(1), row(null)] },
      { leaf: 1, shown: [0], rows: [row(1)] },
    ];
    const { own, shown, any, survival, usable } = measured(prompts);
    expect({ own, shown, any }).toEqual({ own: 2 / 4, shown: 2 / 4, any: 3 / 4 });
    expect({ survival, usable }).toEqual({ survival: 4 / 6, usable: 2 / 6 });
  });

  it('say how evenly rows are spread over leaves', () => {
    const spread = (...leaves: number[]) => measured([{ leaf: 0, shown: [0], rows: leaves.map((leaf) => row(leaf)) }]);
    expect(spread(0, 1, 0, 1)).toMatchObject({ evenness: 1, smallest: 2 });
    expect(spread(0, 0, 0)).toMatchObject({ evenness: 0, smallest: 0 });
    const part = spread(0, 0, 0, 1).evenness;
    expect(part).toBeCloseTo(-(0.75 * Math.log2(0.75) + 0.25 * Math.log2(0.25)));
  });

  it('do not count rows that belong to no leaf towards evenness', () => {
    const prompts = [{ leaf: 0, shown: [0], rows: [row(0), row(1), row(null), row(null)] }];
    expect(measured(prompts)).toMatchObject({ evenness: 1, smallest: 1, any: 0.5 });
  });

  it('compare rows within leaves only, and a row never with itself', () => {
    const rows = [row(0, { vector: [1, 0] }), row(0, { vector: [0, 1] }), row(1, { vector: [1, 0] })];
    const prompts = [{ leaf: 0, shown: [0], rows }];
    expect(measured(prompts).diversity).toBe(1);
    expect(measured(prompts, [3]).diversity).toBe(1);
  });

  it('count a prompt as often as its weight says', () => {
    const prompts = [
      { leaf: 0, shown: [0], rows: [row(0)] },
      { leaf: 1, shown: [1], rows: [row(0), row(null)] },
    ];
    expect(measured(prompts, [3, 0])).toMatchObject({ own: 1, survival: 3 / 9 });
    expect(measured(prompts, [0, 2])).toMatchObject({ own: 0, any: 0.5 });
  });

  it('are 0 where nothing survived', () => {
    const { survival, own, evenness, diversity } = measured([{ leaf: 0, shown: [0], rows: [] }]);
    expect({ survival, own, evenness, diversity }).toEqual({ survival: 0, own: 0, evenness: 0, diversity: 0 });
  });
});

describe('counts without intervals', () => {
  const prompts = [{ leaf: 0, shown: [0], rows: [row(0, { seed: 3 }), row(0, { seed: 3 }), row(null, { seed: 1 })] }];

  it('cover the seeds that a belonging row is nearest to', () => {
    expect(coverageOf(prompts, 4)).toBe(0.25);
    expect(rowsByLeaf(prompts, 2)).toEqual([2, 0]);
  });

  it('find distinct pairs of words in the first rows only', () => {
    expect(distinctPairs(prompts, 1)).toBe(1);
    expect(distinctPairs(prompts, 2)).toBe(0.5);
  });
});
