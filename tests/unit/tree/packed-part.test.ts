import { describe, expect, it } from 'vitest';
import { packPart, unpackPart } from '@/components/tree/packed-part';
import type { TreePart } from '@/taxonomy/tree/contract';

const part: TreePart = {
  items: [
    {
      id: 'a',
      parentId: null,
      branch: 'knowledge',
      name: 'Knowledge',
      depth: 0,
      position: 0,
      leaf: null,
      childCount: 4,
      counts: { pending: 1, approved: 2, rejected: 3 },
      totals: { pending: 4, approved: 5, rejected: 6, leaves: 7, seeds: 8, problems: 9 },
    },
  ],
  parents: ['a'],
  nextCursor: null,
};

describe('a part of the tree that a page carries', () => {
  it('is unpacked to what was packed', () => {
    expect(unpackPart(packPart(part))).toEqual(part);
  });

  it('names no number', () => {
    expect(JSON.stringify(packPart(part))).not.toMatch(/pending|problems/);
  });
});
