import { describe, expect, it } from 'vitest';
import { intervalText, metricText, signedText, valueText, verdictText } from '@/components/training/number-words';
import { scaleOf } from '@/components/training/scale';
import { taskPlots } from '@/components/training/task-rows';
import type { Delta, Measured, TaskResult } from '@/taxonomy/training/contract';

const measured = (value: number, overrides: Partial<Measured> = {}): Measured => ({
  value,
  stderr: 1,
  n: 10,
  fewshot: 5,
  tasks: null,
  metric: 'acc',
  filter: 'none',
  unit: 'percent',
  errorRate: null,
  at: '2026-01-01T00:00:00.000Z',
  ...overrides,
});
const delta = (value: number, verdict: Delta['verdict']): Delta => ({
  base: 0,
  value,
  low: value - 1,
  high: value + 1,
  verdict,
});
const result = (task: string, given: Partial<TaskResult>): TaskResult => ({
  id: task,
  task,
  part: 'benchmark',
  measured: measured(50),
  delta: null,
  isOtherSetting: false,
  ...given,
});

describe('the pictures of a model’s results', () => {
  it('show differences, the worst first, and only where there is something to compare', () => {
    const plots = taskPlots([
      result('up', { delta: delta(3, 'better') }),
      result('alone', {}),
      result('down', { delta: delta(-4.5, 'worse') }),
    ]);
    expect(plots).toMatchObject([{ unit: 'percent', isDelta: true }]);
    expect(plots[0]?.rows.map(({ label, mark, note }) => [label, mark, note])).toEqual([
      ['down', 'worse', '−4.50 worse'],
      ['up', 'better', '+3.00 better'],
    ]);
  });

  it('show values with their intervals where there is no base, and never two units on one axis', () => {
    const plots = taskPlots([
      result('a', {}),
      result('mt_bench', { measured: measured(7.2, { unit: 'score', metric: 'score', stderr: null }) }),
    ]);
    expect(plots.map(({ unit, isDelta }) => [unit, isDelta])).toEqual([
      ['percent', false],
      ['score', false],
    ]);
    expect(plots[0]?.rows[0]).toMatchObject({ note: '50.00 ± 1.96', value: 50 });
    expect(plots[1]?.rows[0]).toMatchObject({ low: null, high: null, note: '7.20' });
  });
});

describe('numbers in words', () => {
  it('have a sign that is not only a colour, and none for nothing', () => {
    expect([-1.234, 1.234, 0.001, -0.001].map((value) => signedText(value, 'percent'))).toEqual([
      '−1.23',
      '+1.23',
      '0.00',
      '0.00',
    ]);
    expect(valueText(12.34567, 'raw')).toBe('12.35');
  });

  it('say why nothing is called better or worse', () => {
    expect(verdictText({ ...delta(1, 'unknown'), low: null, high: null })).toBe('no interval');
    expect(verdictText(delta(1, 'unknown'))).toBe('direction not known');
    expect(intervalText(delta(-2, 'worse'), 'percent')).toBe('−3.00 to −1.00');
    expect(intervalText({ ...delta(1, 'unknown'), low: null }, 'percent')).toBeNull();
  });

  it('name the metric with its filter', () => {
    expect(metricText(measured(1, { metric: 'acc_mean_of_tasks', tasks: 57 }))).toBe('mean of 57 tasks');
    expect(metricText(measured(1, { metric: 'exact_match', filter: 'strict-match' }))).toBe(
      'exact_match, strict-match',
    );
  });
});

describe('an axis', () => {
  it.each([
    [
      [0, 100],
      [0, 20, 40, 60, 80, 100],
    ],
    [
      [54.58, 64.88],
      [54, 56, 58, 60, 62, 64, 66],
    ],
    [
      [-0.05, 0.31],
      [-0.1, 0, 0.1, 0.2, 0.3, 0.4],
    ],
    [[], [0, 0.2, 0.4, 0.6, 0.8, 1]],
  ])('for %j has round marks that hold every value: %j', (values, ticks) => {
    const scale = scaleOf(values, 100);
    expect(scale.ticks).toEqual(ticks);
    for (const value of values) {
      expect(scale.place(value)).toBeGreaterThanOrEqual(0);
      expect(scale.place(value)).toBeLessThanOrEqual(100);
    }
  });

  it('has room around a single value', () => {
    const { place } = scaleOf([5], 100);
    expect(place(5)).toBeGreaterThan(0);
    expect(place(5)).toBeLessThan(100);
  });
});
