import { describe, expect, it } from 'vitest';
import { endedJobs } from '@/components/shell/ended-jobs';

const job = (id: string, startedById: string | null) => ({
  id,
  startedById,
  kind: 'run' as const,
  label: id,
  done: 0,
  total: 1,
  unit: 'items',
  href: `/runs/${id}`,
  cancelPath: null,
  isPractice: false,
});

describe('background work that has ended', () => {
  it('is told to who started it, and to everyone when nobody is known', () => {
    const before = [job('mine', 'ada'), job('theirs', 'bob'), job('export', null), job('going', 'ada')];
    expect(endedJobs(before, [job('going', 'ada')], 'ada').map(({ id }) => id)).toEqual(['mine', 'export']);
    expect(endedJobs(before, [job('going', 'ada')], 'bob').map(({ id }) => id)).toEqual(['theirs', 'export']);
  });
});
