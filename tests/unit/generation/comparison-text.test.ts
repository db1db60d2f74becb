import { describe, expect, it } from 'vitest';
import { comparisonText } from '@/bin/comparison-text';
import { comparisonCsv, measureText, survivalRows, type Compared } from '@/taxonomy/generation/vocabulary-comparison';

const makeRun = (id: string, kept: number, overrides: Partial<Compared['run']> = {}): Compared => ({
  run: {
    id,
    state: 'completed',
    isStalled: false,
    teacherName: 'local',
    model: 'm',
    isPractice: false,
    leafCount: 1,
    isWhole: false,
    leafNames: ['birds'],
    itemsTotal: 1,
    itemsDone: 1,
    itemsFailed: 0,
    calls: 9,
    failedCalls: 0,
    maxCalls: 20,
    maxMinutes: null,
    maxTokens: null,
    samplesKept: kept,
    rowsDropped: 0,
    promptTokens: 1,
    completionTokens: 1,
    cost: 500_000,
    costPerSample: 50_000,
    maxCost: null,
    startedBy: 'Ada',
    createdAt: '2026-01-01T00:00:00.000Z',
    startedAt: null,
    finishedAt: null,
    ...overrides,
  },
  rows: kept,
  leavesWithRows: 1,
  evenness: null,
  statuses: { pending: 0, approved: kept, rejected: 0 },
  edited: 0,
  steps: [
    {
      step: 'judge',
      label: 'Judged',
      pipeline: 'freeform',
      ordinal: 1,
      entered: 20,
      made: 20,
      kept,
      dropped: 20 - kept,
    },
  ],
  usage: { calls: 9, promptTokens: 1, completionTokens: 1, cost: 500_000 },
  ownPrompts: [],
  measures: null,
});

describe('a comparison', () => {
  it('has one line per measure, step and leaf in its CSV file, and no formula from a name', () => {
    const runs = [makeRun('a', 10, { teacherName: '=HYPERLINK("x")' }), makeRun('b', 5)];
    const lines = comparisonCsv(runs, [{ above: 'Knowledge', name: 'birds, all', rows: [10, null] }]).split('\r\n');
    expect(lines).toContain(`run,teacher,"'=HYPERLINK(""x"")",local`);
    expect(lines).toContain('measure,cost_per_row_usd,0.05,0.1');
    expect(lines).toContain('share kept,freeform/judge,0.5,0.25');
    expect(lines).toContain('rows of leaf,"Knowledge / birds, all",10,');
  });

  it('says which runs are of the practice teacher in its text', () => {
    const text = comparisonText([makeRun('a', 10, { isPractice: true }), makeRun('b', 5)], { place: null, leaves: 1 });
    expect(text).toContain('local (practice, not a model)');
    expect(text).toMatch(/freeform: Judged +50 % +25 %/);
  });

  it('leaves a step empty for a run that does not have it', () => {
    const [first, second] = [makeRun('a', 10), { ...makeRun('b', 5), steps: [] }];
    expect(survivalRows([first, second]).map(({ shares }) => shares)).toEqual([[0.5, null]]);
    expect(measureText(null, 'share')).toBe('–');
  });
});
