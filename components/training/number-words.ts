import type { Delta, Measured } from '@/taxonomy/training/contract';
import { Z95, type Unit } from '@/taxonomy/training/vocabulary';

const MINUS = '−';

/** 58.89 for percents and scores; four digits that matter for anything else. */
export function valueText(value: number, unit: Unit): string {
  const text = unit === 'raw' ? String(Number(value.toPrecision(4))) : value.toFixed(2);
  return text.replace('-', MINUS);
}

export function signedText(value: number, unit: Unit): string {
  const text = valueText(Math.abs(value), unit);
  if (Number(text) === 0) return text;
  return `${value < 0 ? MINUS : '+'}${text}`;
}

export const unitWords = {
  percent: 'percent',
  score: 'score from 1 to 10',
  raw: 'as measured',
} as const satisfies Record<Unit, string>;

/** “95 %: −17.7 to −12.3”; null without standard errors. */
export const intervalText = ({ low, high }: Delta, unit: Unit): string | null =>
  low === null || high === null ? null : `${signedText(low, unit)} to ${signedText(high, unit)}`;

export const verdictWords = {
  better: 'better',
  worse: 'worse',
  within: 'within the error',
  unknown: 'no interval',
} as const satisfies Record<Delta['verdict'], string>;

/** An interval, but nobody said whether more or less is better. */
export const verdictText = ({ verdict, low }: Delta): string =>
  verdict === 'unknown' && low !== null ? 'direction not known' : verdictWords[verdict];

/** “acc_norm”, “exact_match, strict-match”, “mean of 57 tasks”. */
export function metricText({ metric, filter, tasks }: Measured): string {
  const name = metric === 'acc_mean_of_tasks' ? `mean of ${tasks ?? 'its'} tasks` : metric;
  return filter === 'none' ? name : `${name}, ${filter}`;
}

/** The 95 % interval of a measurement; null without a standard error. */
export const intervalOf = ({ value, stderr }: Measured): { low: number; high: number } | null =>
  stderr === null ? null : { low: value - Z95 * stderr, high: value + Z95 * stderr };
