import { describe, expect, test } from 'vitest';
import { whatItCovers } from '@/components/generation/run-words';

describe('the title of a run', () => {
  const leafNames = ['birds', 'bees', 'bats'];

  test('names its leaves, and counts those after the third', () => {
    expect(whatItCovers({ isWhole: false, leafNames, leafCount: 3 })).toBe('birds, bees, bats');
    expect(whatItCovers({ isWhole: false, leafNames, leafCount: 5 })).toBe('birds, bees, bats and 2 other leaves');
  });

  test('is the whole taxonomy when that was chosen, however many leaves could run', () => {
    expect(whatItCovers({ isWhole: true, leafNames, leafCount: 14 })).toBe('The whole taxonomy');
  });
});
