// What is compared between runs: one list for the page, its CSV file and the command line.
import type { ComparedRun, RunMeasures } from './contract-comparison';
import { moneyText } from './vocabulary-money';

/** A run, and the measures of its texts once they are there. */
export type Compared = ComparedRun & { measures: RunMeasures | null };

type Kind = 'count' | 'share' | 'score' | 'money';

export type ComparisonMeasure = {
  key: string;
  label: string;
  kind: Kind;
  /** The texts must be measured first. */
  isMeasured: boolean;
  of: (run: Compared) => number | null;
};

const plain = (key: string, label: string, kind: Kind, of: ComparisonMeasure['of']): ComparisonMeasure => ({
  key,
  label,
  kind,
  isMeasured: false,
  of,
});

const measured = (
  key: string,
  label: string,
  kind: Kind,
  of: (measures: RunMeasures) => number | null,
): ComparisonMeasure => ({ key, label, kind, isMeasured: true, of: ({ measures }) => measures && of(measures) });

const ofRows = (part: (run: Compared) => number) => (run: Compared) => (run.rows > 0 ? part(run) / run.rows : null);

/** Everything that is compared, in groups, in the order of the page. */
export const comparisonGroups = [
  {
    title: 'Rows and coverage',
    measures: [
      plain('rows', 'Rows kept', 'count', (run) => run.rows),
      plain('leaves_with_rows', 'Leaves with rows', 'count', (run) => run.leavesWithRows),
      plain('evenness', 'Coverage (entropy over leaves, 0 to 1)', 'score', (run) => run.evenness),
    ],
  },
  {
    title: 'Diversity',
    measures: [
      measured('rows_measured', 'Rows measured', 'count', (run) => run.rowsMeasured),
      measured('nearest_mean', 'Similarity to the nearest question (mean ROUGE-L)', 'score', (run) => run.nearestMean),
      measured('distinct_1', 'Distinct words (distinct-1)', 'score', ({ distinct }) => distinct[0] ?? null),
      measured('distinct_2', 'Distinct pairs of words (distinct-2)', 'score', ({ distinct }) => distinct[1] ?? null),
      measured('distinct_3', 'Distinct threes of words (distinct-3)', 'score', ({ distinct }) => distinct[2] ?? null),
    ],
  },
  {
    title: 'Length in tokens',
    measures: [
      measured('question_p10', 'Question, 10th percentile', 'count', (run) => run.questionTokens?.p10 ?? null),
      measured('question_median', 'Question, median', 'count', (run) => run.questionTokens?.median ?? null),
      measured('question_p90', 'Question, 90th percentile', 'count', (run) => run.questionTokens?.p90 ?? null),
      measured('answer_p10', 'Answer, 10th percentile', 'count', (run) => run.answerTokens?.p10 ?? null),
      measured('answer_median', 'Answer, median', 'count', (run) => run.answerTokens?.median ?? null),
      measured('answer_p90', 'Answer, 90th percentile', 'count', (run) => run.answerTokens?.p90 ?? null),
    ],
  },
  {
    title: 'Cost',
    measures: [
      plain('calls', 'Calls', 'count', (run) => run.usage.calls),
      plain('tokens_in', 'Tokens in', 'count', (run) => run.usage.promptTokens),
      plain('tokens_out', 'Tokens out', 'count', (run) => run.usage.completionTokens),
      plain('cost_usd', 'Cost', 'money', (run) => run.usage.cost),
      plain('cost_per_row_usd', 'Cost per row kept', 'money', ({ usage, rows }) =>
        usage.cost === null || rows === 0 ? null : usage.cost / rows,
      ),
    ],
  },
  {
    title: 'Decisions of people so far',
    measures: [
      plain(
        'approved',
        'Approved',
        'share',
        ofRows(({ statuses }) => statuses.approved),
      ),
      plain(
        'rejected',
        'Rejected',
        'share',
        ofRows(({ statuses }) => statuses.rejected),
      ),
      plain(
        'pending',
        'To review',
        'share',
        ofRows(({ statuses }) => statuses.pending),
      ),
      plain(
        'edited',
        'Edited',
        'share',
        ofRows(({ edited }) => edited),
      ),
    ],
  },
] as const satisfies readonly { title: string; measures: readonly ComparisonMeasure[] }[];

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });

/** A value as people read it; a dash when there is none. */
export function measureText(value: number | null, kind: Kind): string {
  if (value === null) return '–';
  if (kind === 'money') return moneyText(Math.ceil(value));
  if (kind === 'share') return `${whole.format(value * 100)} %`;
  return kind === 'score' ? value.toFixed(3) : whole.format(value);
}

/** A step of a pipeline with the share of rows that each run kept there; null where a run has no such step. */
export type SurvivalRow = { pipeline: string; step: string; label: string; shares: (number | null)[] };

/** The steps of all runs, in the order of their pipelines. */
export function survivalRows(runs: readonly Pick<ComparedRun, 'steps'>[]): SurvivalRow[] {
  const known = new Map<string, SurvivalRow & { ordinal: number }>();
  for (const { pipeline, step, label, ordinal } of runs.flatMap(({ steps }) => steps)) {
    const key = `${pipeline} ${step}`;
    if (known.has(key)) continue;
    const shares = runs.map(({ steps }) => {
      const same = steps.find((each) => each.pipeline === pipeline && each.step === step);
      return same && same.made > 0 ? same.kept / same.made : null;
    });
    known.set(key, { pipeline, step, label, ordinal, shares });
  }
  return [...known.values()]
    .toSorted((a, b) => (a.pipeline === b.pipeline ? a.ordinal - b.ordinal : a.pipeline < b.pipeline ? -1 : 1))
    .map(({ pipeline, step, label, shares }) => ({ pipeline, step, label, shares }));
}

type LeafRows = { above: string; name: string; rows: readonly (number | null)[] };

/** The comparison as a CSV file: one line per measure, step and leaf, one column per run. */
export function comparisonCsv(runs: readonly Compared[], leaves: readonly LeafRows[]): string {
  const lines: (string | number | null)[][] = [
    ['kind', 'measure', ...runs.map(({ run }) => run.id)],
    ['run', 'teacher', ...runs.map(({ run }) => run.teacherName)],
    ['run', 'model', ...runs.map(({ run }) => run.model)],
    ['run', 'state', ...runs.map(({ run }) => run.state)],
    ['run', 'practice', ...runs.map(({ run }) => (run.isPractice ? 'yes' : 'no'))],
    ...comparisonGroups.flatMap(({ measures }) =>
      measures.map(({ key, kind, of }: ComparisonMeasure) => [
        'measure',
        key,
        ...runs.map((run) => inDollars(of(run), kind)),
      ]),
    ),
    ...survivalRows(runs).map(({ pipeline, step, shares }) => ['share kept', `${pipeline}/${step}`, ...shares]),
    ...leaves.map(({ above, name, rows }) => ['rows of leaf', `${above} / ${name}`, ...rows]),
  ];
  return `${lines.map((line) => line.map(csvCell).join(',')).join('\r\n')}\r\n`;
}

const inDollars = (value: number | null, kind: Kind): number | null =>
  value !== null && kind === 'money' ? value / 1_000_000 : value;

/** A text that a spreadsheet would run as a formula gets an apostrophe in front. */
function csvCell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
