import { describe, expect, it } from 'vitest';
import { NodeId } from '@/taxonomy/contract';
import { newNodeId, pathOf, subtreeOf } from '@/taxonomy/tree/node-id';

describe('ids and paths of nodes', () => {
  it('makes unique ids that match the contract', () => {
    const ids = Array.from({ length: 1_000 }, newNodeId);
    for (const id of ids) expect(NodeId.safeParse(id).success).toBe(true);
    expect(new Set(ids).size).toBe(1_000);
  });

  it('gives the range of exactly the subtree', () => {
    const path = pathOf(pathOf('', 'aaaaaaaaaaaa'), 'bbbbbbbbbbbb');
    expect(path).toBe('aaaaaaaaaaaa/bbbbbbbbbbbb/');
    const { from, to } = subtreeOf(path);
    const isInside = (each: string) => each >= from && each < to;
    expect([path, pathOf(path, '000000000000'), pathOf(path, 'zzzzzzzzzzzz')].every(isInside)).toBe(true);
    expect(['aaaaaaaaaaaa/', 'aaaaaaaaaaaa/bbbbbbbbbbba/', 'aaaaaaaaaaaa/bbbbbbbbbbbc/', 'b/'].some(isInside)).toBe(
      false,
    );
  });
});
