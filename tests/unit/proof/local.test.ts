import { describe, expect, it } from 'vitest';
import { checkLeaf } from '@/taxonomy/seeds/check-leaf';
import { arms, design } from '../../proof/local/design';
import { planShares } from '../../proof/local/draw-seeds';
import { proofLeaves } from '../../proof/local/leaves';
import { standing } from '../../proof/local/page';
import { fatesOf } from '../../proof/local/survivors';
import { makeFreeform, makeSkillSeed } from '../../support/seeds-factories';

const leaves = [12, 5].map((count, leaf) =>
  Array.from({ length: count }, (_, i) => makeSkillSeed(i, { id: `${leaf}-${i}` })),
);

describe('the leaves of the proof', () => {
  it('are six that can generate, with 5 to 12 seeds', () => {
    expect(proofLeaves).toHaveLength(6);
    for (const { task, seeds } of proofLeaves) {
      expect(seeds.length).toBeGreaterThanOrEqual(5);
      expect(seeds.length).toBeLessThanOrEqual(12);
      const content = makeFreeform({
        taskDescription: task,
        seeds: seeds.map(([question, answer], i) => makeSkillSeed(i, { question, answer })),
      });
      expect(checkLeaf(content)).toEqual([]);
    }
  });
});

describe('the shares of the budget', () => {
  const shares = planShares(leaves);

  it('are as many for each leaf, and the same in each run', () => {
    for (const leaf of [0, 1]) {
      expect(shares.filter((share) => share.leaf === leaf)).toHaveLength(design.promptsPerLeaf);
    }
    expect(planShares(leaves)).toEqual(shares);
  });

  it('show as many different seeds in each arm', () => {
    for (const { examples } of shares) {
      for (const arm of arms) expect(new Set(examples[arm].map(({ seed }) => seed)).size).toBe(design.seedsShown);
    }
  });

  it('draw from the own leaf only where seeds are leaf-local', () => {
    for (const { leaf, examples } of shares) expect(examples.local.every((drawn) => drawn.leaf === leaf)).toBe(true);
    const others = shares.filter(({ leaf, examples }) => examples.uniform.some((drawn) => drawn.leaf !== leaf));
    expect(others.length).toBeGreaterThan(shares.length / 2);
  });

  it('follow the number of seeds where they are uniform, and do not where the pool is balanced', () => {
    const shareOfFirst = (arm: 'uniform' | 'balanced') => {
      const drawn = shares.flatMap(({ examples }) => examples[arm]);
      return drawn.filter(({ leaf }) => leaf === 0).length / drawn.length;
    };
    expect(shareOfFirst('uniform')).toBeGreaterThan(0.6);
    expect(shareOfFirst('balanced')).toBeLessThan(0.6);
  });
});

describe('fatesOf', () => {
  it('tells copies of seeds, duplicates and near-duplicates apart', () => {
    const seeds = ['How does a knight move on a chessboard?'];
    const rows = [
      'how does a knight  move on a chessboard?',
      'How does a knight move on a large chessboard?',
      'Which number is XIV?',
      'Which number is XIV?',
      'Why does bread rise?',
    ];
    expect(fatesOf(seeds, rows)).toEqual(['copy', 'near_duplicate', 'kept', 'duplicate', 'kept']);
  });
});

describe('standing', () => {
  it('calls a difference shown only when its whole interval lies above 0', () => {
    expect(standing({ value: 0.2, low: 0.1, high: 0.3 })).toBe('shown');
    expect(standing({ value: 0.2, low: 0, high: 0.4 })).toBe('not shown');
    expect(standing({ value: -0.2, low: -0.3, high: -0.1 })).toBe('the opposite');
  });
});
