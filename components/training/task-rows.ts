import type { TaskResult } from '@/taxonomy/training/contract';
import type { Unit } from '@/taxonomy/training/vocabulary';
import type { DotRow } from './dot-plot';
import { intervalOf, metricText, signedText, valueText, verdictText } from './number-words';

export type TaskPlot = { unit: Unit; isDelta: boolean; rows: DotRow[] };

/** A picture has at most this many rows; the table below it has all. */
export const PLOTTED = 60;

/**
 * The rows of the pictures of a model's results, a picture for each unit: differences to the base, the worst first, where
 * there are any, else the values.
 */
export function taskPlots(results: readonly TaskResult[]): TaskPlot[] {
  const units: Unit[] = ['percent', 'score', 'raw'];
  return units.flatMap((unit) => {
    const own = results.filter(({ measured }) => measured.unit === unit);
    const compared = own.filter(({ delta }) => delta !== null);
    const isDelta = compared.length > 0;
    const rows = isDelta ? compared.toSorted(byDelta).map(deltaRow) : own.map(valueRow);
    return rows.length === 0 ? [] : [{ unit, isDelta, rows: rows.slice(0, PLOTTED) }];
  });
}

const byDelta = (a: TaskResult, b: TaskResult) => (a.delta?.value ?? 0) - (b.delta?.value ?? 0);

/** “hellaswag (acc_norm)”. A metric that goes without saying is left out. */
export const taskName = ({ task, measured }: TaskResult): string =>
  measured.metric === 'score' || (measured.metric === 'acc' && measured.filter === 'none')
    ? task
    : `${task} (${metricText(measured)})`;

function deltaRow(result: TaskResult): DotRow {
  const { id, delta, measured } = result;
  const { value = 0, low = null, high = null, verdict = 'unknown' } = delta ?? {};
  const word = delta ? verdictText(delta) : '';
  return {
    key: id,
    label: taskName(result),
    value,
    low,
    high,
    mark: verdict === 'worse' || verdict === 'better' ? verdict : 'measured',
    note: `${signedText(value, measured.unit)} ${word}`,
  };
}

function valueRow(result: TaskResult): DotRow {
  const { id, measured } = result;
  const interval = intervalOf(measured);
  const half = interval ? ` ± ${valueText(interval.high - measured.value, measured.unit)}` : '';
  return {
    key: id,
    label: taskName(result),
    value: measured.value,
    low: interval?.low ?? null,
    high: interval?.high ?? null,
    mark: 'measured',
    note: `${valueText(measured.value, measured.unit)}${half}`,
  };
}
