/** What a file of results is read from. */
export const resultSources = ['lm_eval', 'mt_bench', 'mmlu_branch', 'mt_bench_branch'] as const;
export type ResultSource = (typeof resultSources)[number];

export const sourceNames = {
  lm_eval: 'lm-evaluation-harness',
  mt_bench: 'MT-Bench',
  mmlu_branch: 'MMLU-branch',
  mt_bench_branch: 'MT-Bench-branch',
} as const satisfies Record<ResultSource, string>;

/** What a result is about: a whole benchmark, a task inside one (such as a subject of MMLU), or a leaf. */
export const resultParts = ['benchmark', 'subtask', 'leaf'] as const;
export type ResultPart = (typeof resultParts)[number];

export const partNames = {
  benchmark: 'Benchmarks',
  subtask: 'Tasks inside benchmarks',
  leaf: 'Leaves',
} as const satisfies Record<ResultPart, string>;

/** `percent` is a share of right answers, `score` is 1 to 10 by a judge, `raw` is anything else. */
export type Unit = 'percent' | 'score' | 'raw';

/** `unknown` when there is no interval, or nobody said which direction is good. */
export const deltaVerdicts = ['better', 'worse', 'within', 'unknown'] as const;
export type DeltaVerdict = (typeof deltaVerdicts)[number];

/** Standard errors from the middle to an end of a 95 % interval. */
export const Z95 = 1.959964;

export const evaluationLimits = {
  fileBytes: 10 * 1024 * 1024,
  files: 1_000,
  resultsInFile: 20_000,
  modelName: 100,
  note: 500,
} as const;

/** The columns of the model card's table: the task, and the metrics in the order in which they are looked for. */
export const benchmarks = [
  {
    id: 'mt_bench',
    name: 'MT-Bench',
    task: 'mt_bench',
    metrics: ['score'],
    filters: ['none'],
    fewshot: null,
    unit: 'score',
  },
  {
    id: 'mmlu',
    name: 'MMLU',
    task: 'mmlu',
    metrics: ['acc_mean_of_tasks', 'acc'],
    filters: ['none'],
    fewshot: 5,
    unit: 'percent',
  },
  {
    id: 'arc',
    name: 'ARC-C',
    task: 'arc_challenge',
    metrics: ['acc_norm', 'acc'],
    filters: ['none'],
    fewshot: 25,
    unit: 'percent',
  },
  {
    id: 'hellaswag',
    name: 'HellaSwag',
    task: 'hellaswag',
    metrics: ['acc_norm', 'acc'],
    filters: ['none'],
    fewshot: 10,
    unit: 'percent',
  },
  {
    id: 'winogrande',
    name: 'Winogrande',
    task: 'winogrande',
    metrics: ['acc'],
    filters: ['none'],
    fewshot: 5,
    unit: 'percent',
  },
  {
    id: 'gsm8k',
    name: 'GSM8K',
    task: 'gsm8k',
    metrics: ['exact_match'],
    filters: ['strict-match'],
    fewshot: 5,
    unit: 'percent',
  },
] as const;
export type BenchmarkId = (typeof benchmarks)[number]['id'];

/** “5-shot”, and for GSM8K what must match. */
export const settingOf = ({ id, fewshot }: { id: BenchmarkId; fewshot: number | null }): string =>
  fewshot === null ? '1 to 10' : `${fewshot}-shot${id === 'gsm8k' ? ', strict' : ''}`;

/** Metrics that are a share from 0 to 1, shown as percents. More is better. */
const shares = new Set(['acc', 'acc_norm', 'acc_mean_of_tasks', 'exact_match', 'em', 'f1', 'pass@1']);

export const unitOf = (metric: string, value: number): Unit =>
  metric === 'score' ? 'score' : shares.has(metric) && value >= 0 && value <= 1 ? 'percent' : 'raw';

/** Whether more of a metric is better; null when it is not known. */
export const isMoreBetter = (metric: string): boolean | null =>
  metric === 'score' || shares.has(metric) ? true : null;
