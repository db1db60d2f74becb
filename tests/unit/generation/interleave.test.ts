import { describe, expect, it } from 'vitest';
import { freeform } from '@/taxonomy/generation/pipelines/freeform';
import { sumBounds } from '@/taxonomy/generation/runs/plan-run';
import { interleave } from '@/taxonomy/generation/runs/queue-items';

const leaf = (leafId: string, count: number) => ({
  leafId,
  name: leafId,
  pipeline: freeform,
  revisionId: 'r',
  target: null,
  items: Array.from({ length: count }, (_, round) => ({ seedIds: ['s'], chunkId: null, count: 1, round })),
  bound: sumBounds([]),
  safetyOff: [],
  answerStyle: 'precise' as const,
  thresholds: {},
});

describe('the items of a run', () => {
  it('come from each leaf in turn, so that no leaf waits for another to end', () => {
    const queued = interleave([leaf('a', 3), leaf('b', 1), leaf('c', 2)]);
    expect(queued.map(({ leafId }) => leafId)).toEqual(['a', 'b', 'c', 'a', 'c', 'a']);
    expect(queued.every(({ pipeline }) => pipeline === 'freeform')).toBe(true);
  });
});
