import { plainText, table } from '../../datasets/card-text';
import type { Delta, EvaluatedModel, Measured, TaskResult } from '../contract';
import { benchmarks, settingOf } from '../vocabulary';

/** What was measured, beside the base model. Benchmarks that were not measured have no numbers. */
export function resultSections(
  model: EvaluatedModel | null,
  { items, total }: { items: readonly TaskResult[]; total: number },
): string[] {
  if (!model) return ['*To be written: no evaluation results are imported for it.*'];
  const base = model.base ?? 'base model';
  const rows = model.cells.map(({ benchmark, measured, delta }) => {
    const of = benchmarks.find(({ id }) => id === benchmark);
    return [of?.name ?? benchmark, of ? askedAs(of, measured) : '–', ...numbersOf(measured, delta)];
  });
  const head = [plainText(base), plainText(model.name), 'Difference (95 %)'];
  return [
    table(['Benchmark', 'Examples', ...head], rows),
    model.isBaseMeasured ? '' : `*To be written: results of ${plainText(base)} to compare with; none are imported.*`,
    ...(items.length > 0
      ? [
          '### By leaf',
          table(
            ['Leaf', 'Measure', ...head],
            items.map(({ task, measured, delta }) => [
              plainText(task),
              plainText(measured.metric),
              ...numbersOf(measured, delta),
            ]),
          ),
          total > items.length ? `The first ${items.length} of ${total.toLocaleString('en')} results by leaf.` : '',
        ]
      : []),
    'Shares are in percent. Differences within their interval are not larger than the error.',
  ];
}

const askedAs = (of: (typeof benchmarks)[number], measured: Measured | null): string =>
  measured && measured.fewshot !== of.fewshot
    ? measured.fewshot === null
      ? 'not said'
      : `${measured.fewshot}-shot`
    : settingOf(of);

function numbersOf(measured: Measured | null, delta: Delta | null): [base: string, own: string, difference: string] {
  if (!measured) return ['–', '–', '–'];
  const digits = measured.unit === 'raw' ? 3 : 2;
  const own = measured.value.toFixed(digits);
  if (!delta) return ['–', own, '–'];
  const interval =
    delta.low === null || delta.high === null ? '' : ` (${signed(delta.low, digits)} to ${signed(delta.high, digits)})`;
  return [delta.base.toFixed(digits), own, `${signed(delta.value, digits)}${interval}${verdictOf(delta)}`];
}

const verdictOf = ({ verdict }: Delta): string => (verdict === 'better' || verdict === 'worse' ? `, ${verdict}` : '');

const signed = (value: number, digits: number): string => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(digits)}`;
