import { describe, expect, it } from 'vitest';
import { assignSplits } from '@/taxonomy/datasets/splits/assign-splits';
import { Groups } from '@/taxonomy/datasets/splits/groups';

const groupsOf = (sizes: number[]) => sizes.map((rows) => ({ rows, mayBeHeldOut: true }));
const rowsIn = (sizes: number[], splits: number[], split: number) =>
  sizes.reduce((sum, rows, i) => (splits[i] === split ? sum + rows : sum), 0);

describe('assignSplits', () => {
  it('meets the shares to within a group, all along the order', () => {
    const sizes = Array.from({ length: 1_000 }, (_, i) => 1 + ((i * 7) % 13));
    const splits = assignSplits(groupsOf(sizes), { validation: 0.1, test: 0.2 });
    for (const upTo of [100, 500, 1_000]) {
      const [some, their] = [sizes.slice(0, upTo), splits.slice(0, upTo)];
      const all = some.reduce((a, b) => a + b, 0);
      expect(Math.abs(rowsIn(some, their, 2) - all * 0.2)).toBeLessThanOrEqual(13);
      expect(Math.abs(rowsIn(some, their, 1) - all * 0.1)).toBeLessThanOrEqual(13);
    }
  });

  it('holds nothing out when a group is far larger than the share', () => {
    expect(assignSplits(groupsOf([100]), { validation: 0, test: 0.1 })).toEqual([0]);
  });

  it('never holds out a group that may not be, and makes up for it', () => {
    const groups = groupsOf(Array.from({ length: 100 }, () => 1)).map((group, i) => ({
      ...group,
      mayBeHeldOut: i >= 50,
    }));
    const splits = assignSplits(groups, { validation: 0, test: 0.2 });
    expect(splits.slice(0, 50).every((split) => split === 0)).toBe(true);
    expect(splits.filter((split) => split === 2)).toHaveLength(20);
  });
});

describe('Groups', () => {
  it('joins directly and through others; the first stands for all', () => {
    const groups = new Groups(6);
    groups.join(5, 4);
    groups.join(4, 2);
    groups.join(0, 1);
    expect([0, 1, 2, 3, 4, 5].map((each) => groups.rootOf(each))).toEqual([0, 0, 2, 3, 2, 2]);
  });
});
