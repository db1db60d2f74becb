import type { Db } from '@/prisma/client';
import type { Delta, EvaluatedModel, Measured } from '../contract';
import { benchmarks } from '../vocabulary';
import { allPublished } from '../vocabulary-published';
import { listModels, listResults } from './table';

const columns = [
  'source',
  'model',
  'checkpoint',
  'base',
  'task',
  'part',
  'metric',
  'filter',
  'fewshot',
  'unit',
  'value',
  'stderr',
  'n',
  'error_rate',
  'base_value',
  'delta',
  'delta_low',
  'delta_high',
  'verdict',
  'at',
  'footnotes',
] as const;
type Row = Partial<Record<(typeof columns)[number], string | number | null>>;

const PAGE = 500;

/** Everything that was measured, and what the model cards publish, as CSV: a header and one line for each number. */
export async function* evaluationCsv(db: Db, taxonomyId: string): AsyncIterable<string> {
  yield lineOf(columns);
  for await (const row of measuredRows(db, taxonomyId)) yield lineOf(columns.map((column) => row[column] ?? null));
  for (const row of publishedRows()) yield lineOf(columns.map((column) => row[column] ?? null));
}

async function* measuredRows(db: Db, taxonomyId: string): AsyncIterable<Row> {
  for (let cursor: string | undefined, isFirst = true; isFirst || cursor !== undefined; isFirst = false) {
    const models = await listModels(db, taxonomyId, { cursor, limit: PAGE });
    for (const model of models.items) yield* rowsOf(db, model);
    cursor = models.nextCursor ?? undefined;
  }
}

async function* rowsOf(db: Db, { id, name, checkpoint, base }: EvaluatedModel): AsyncIterable<Row> {
  for (let cursor: string | undefined, isFirst = true; isFirst || cursor !== undefined; isFirst = false) {
    const page = await listResults(db, id, { cursor, limit: PAGE });
    for (const { task, part, measured, delta } of page.items)
      yield {
        source: 'measured',
        model: name,
        checkpoint,
        base,
        task,
        part,
        ...numbersOf(measured),
        ...deltaOf(delta),
      };
    cursor = page.nextCursor ?? undefined;
  }
}

const numbersOf = ({ tasks: _tasks, errorRate, ...measured }: Measured): Row => ({
  ...measured,
  error_rate: errorRate,
});

const deltaOf = (delta: Delta | null): Row =>
  delta === null
    ? {}
    : {
        base_value: delta.base,
        delta: delta.value,
        delta_low: delta.low,
        delta_high: delta.high,
        verdict: delta.verdict,
      };

const publishedRows = (): Row[] =>
  allPublished.flatMap(({ card, base, rows, footnotes }) =>
    rows.flatMap(({ model, scores, notes }) =>
      benchmarks.map(({ id, task, fewshot, unit }) => ({
        source: `published by the card of ${card}`,
        model,
        base: model === card ? base : null,
        task,
        part: 'benchmark',
        fewshot,
        unit,
        value: scores[id],
        footnotes: (notes?.[id] ?? []).map((note) => footnotes[note] ?? '').join(' '),
      })),
    ),
  );

const lineOf = (cells: readonly (string | number | null)[]): string => `${cells.map(cellOf).join(',')}\r\n`;

/** Text that a spreadsheet would run as a formula begins with an apostrophe. */
function cellOf(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
