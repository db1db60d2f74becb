import { describe, expect, it } from 'vitest';
import { remainingSeconds } from '@/taxonomy/generation/runs/remaining';
import { readSnapshot } from '@/taxonomy/generation/runs/snapshot';

describe('the remaining time', () => {
  const run = (done: number, total: number) => ({
    state: 'running' as const,
    isStalled: false,
    itemsTotal: total,
    itemsDone: done,
    itemsFailed: 0,
    startedAt: '2026-01-01T00:00:00.000Z',
    snapshot: readSnapshot({}),
  });
  const after = (seconds: number) => new Date(Date.parse('2026-01-01T00:00:00.000Z') + seconds * 1000);

  it('is not estimated before three percent are done', () => {
    expect(remainingSeconds(run(2, 100), after(60))).toBeNull();
    expect(remainingSeconds(run(3, 100), after(60))).not.toBeNull();
  });

  it('is unknown while no worker works on the run', () => {
    expect(remainingSeconds({ ...run(50, 100), isStalled: true }, after(60))).toBeNull();
  });

  it('is a range around the pace so far, and narrows', () => {
    const early = remainingSeconds(run(4, 100), after(40))!;
    const late = remainingSeconds(run(64, 100), after(640))!;
    expect(early.from).toBeLessThan(960);
    expect(early.to).toBeGreaterThan(960);
    expect(late.to / late.from).toBeLessThan(early.to / early.from);
  });

  it('is computed from the resume for a resumed run', () => {
    const resumed = {
      ...run(60, 100),
      snapshot: { ...readSnapshot({}), progressFrom: { at: after(1_000).toISOString(), items: 50 } },
    };
    const left = remainingSeconds(resumed, after(1_010))!;
    expect(left.from).toBeLessThanOrEqual(40);
    expect(left.to).toBeGreaterThanOrEqual(40);
  });
});
