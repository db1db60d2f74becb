import { describe, expect, it } from 'vitest';
import { evenly, lanesOf, metricNumber, pointsOn } from '@/components/training/lanes';
import type { TrainingPhase } from '@/taxonomy/training/contract-runs';
import { inOrder } from '@/taxonomy/training/runs/training-runs';

const phase = (name: string, times: { startedAt?: string; lastAt?: string } = {}) => ({
  id: name,
  name,
  folder: name,
  startedAt: times.startedAt ?? null,
  lastAt: times.lastAt ?? null,
});
const ordered = (phases: ReturnType<typeof phase>[]) => phases.toSorted(inOrder).map(({ name }) => name);

describe('the phases of a training', () => {
  it('are in the order of LAB when they have its names, whatever the alphabet says', () => {
    expect(ordered(['skills', 'out-knowledge-long', 'knowledge_short'].map((name) => phase(name)))).toEqual([
      'knowledge_short',
      'out-knowledge-long',
      'skills',
    ]);
  });

  it('are in the order of their numbers, ten after two', () => {
    expect(ordered(['phase10', 'phase2', 'phase1'].map((name) => phase(name)))).toEqual([
      'phase1',
      'phase2',
      'phase10',
    ]);
  });

  it('are otherwise in the order of their times', () => {
    const later = phase('a', { startedAt: '2026-01-02T00:00:00Z' });
    const earlier = phase('b', { lastAt: '2026-01-01T00:00:00Z' });
    expect(ordered([later, earlier])).toEqual(['b', 'a']);
  });
});

describe('the axis of a training', () => {
  const phases = [
    { id: 'p', name: 'one', lastStep: 100 },
    { id: 'q', name: 'two', lastStep: 50 },
  ] as TrainingPhase[];

  it('has the steps of a phase after those of the phases before it', () => {
    const lanes = lanesOf(phases);
    expect(lanes.map(({ offset, steps }) => [offset, steps])).toEqual([
      [0, 100],
      [100, 50],
    ]);
    const series = {
      metric: 'loss' as const,
      phases: [
        { phaseId: 'q', of: 1, points: [[10, 2]] as [number, number][] },
        { phaseId: 'p', of: 1, points: [[5, 3]] as [number, number][] },
      ],
    };
    expect(pointsOn(lanes, series).map(({ lane, step, value }) => [lane.name, step, value])).toEqual([
      ['one', 5, 3],
      ['two', 10, 2],
    ]);
  });

  it('has a table of evenly chosen points with the first and the last', () => {
    const all = Array.from({ length: 1_000 }, (_, i) => i);
    const few = evenly(all, 60);
    expect([few.length, few[0], few.at(-1)]).toEqual([60, 0, 999]);
    expect(new Set(few).size).toBe(60);
    expect(evenly([1, 2], 60)).toEqual([1, 2]);
  });

  it('has numbers with the digits that matter', () => {
    expect([2.47312345, 0.00002, 0, -1.5, 1_234_567].map(metricNumber)).toEqual([
      '2.4731',
      '2.0e−5',
      '0',
      '−1.5',
      '1.2e6',
    ]);
  });
});
