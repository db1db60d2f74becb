import type { BenchmarkId } from './vocabulary';

type Scores = Readonly<Record<BenchmarkId, number | null>>;

export type PublishedRow = {
  model: string;
  alignment?: string;
  teacher?: string;
  /** The card is about this model. */
  isOwn?: true;
  scores: Scores;
  /** Indexes of `footnotes` that belong to the score of a benchmark. */
  notes?: Readonly<Partial<Record<BenchmarkId, readonly number[]>>>;
};

export type PublishedTable = {
  card: string;
  base: string;
  rows: readonly PublishedRow[];
  footnotes: readonly string[];
};

const scores = (
  mt_bench: number,
  mmlu: number,
  arc: number,
  hellaswag: number,
  winogrande: number,
  gsm8k: number,
): Scores => ({ mt_bench, mmlu, arc, hellaswag, winogrande, gsm8k });

const leaderboard = { mt_bench: [0] } as const;

/** What the model cards of LAB publish. Copied from the cards; Seedleaf measured none of it. */
export const publishedTables = [
  {
    card: 'Labradorite-13b',
    base: 'meta-llama/Llama-2-13b-hf',
    rows: [
      {
        model: 'Llama-2-13b-Chat',
        alignment: 'RLHF',
        teacher: 'humans',
        scores: scores(6.65, 54.58, 59.81, 82.52, 75.93, 34.8),
        notes: leaderboard,
      },
      {
        model: 'Orca-2 (13b)',
        alignment: 'progressive training',
        teacher: 'GPT-4',
        scores: scores(6.15, 60.37, 59.73, 79.86, 78.22, 48.22),
        notes: { mt_bench: [0], mmlu: [0] },
      },
      {
        model: 'WizardLM-13B-V1.2',
        alignment: 'Evol-Instruct',
        teacher: 'GPT-4',
        scores: scores(7.2, 54.83, 60.24, 82.62, 76.4, 43.75),
        notes: leaderboard,
      },
      {
        model: 'Labradorite-13b',
        alignment: 'LAB',
        teacher: 'Mixtral-8x7B-Instruct',
        isOwn: true,
        scores: scores(7.23, 58.89, 61.69, 83.15, 79.56, 40.11),
        notes: { mt_bench: [1] },
      },
    ],
    footnotes: [
      'From the LMSYS leaderboard. The rest was measured by the authors of the card.',
      'Mean of 4 runs. An earlier revision of the card gave 7.25.',
    ],
  },
  {
    card: 'Merlinite-7b',
    base: 'mistralai/Mistral-7B-v0.1',
    rows: [
      { model: 'Mistral-7B-Instruct-v0.1', scores: scores(6.84, 60.37, 63.65, 84.76, 76.8, 41.85) },
      { model: 'zephyr-7b-beta', scores: scores(7.34, 61.07, 63.74, 84.19, 78.06, 34.04) },
      { model: 'Mistral-7B-Instruct-v0.2', scores: scores(7.6, 60.78, 63.14, 84.88, 77.19, 40.03) },
      {
        model: 'Merlinite-7b',
        isOwn: true,
        scores: scores(7.66, 64.88, 63.99, 84.37, 78.24, 44.58),
        notes: { mt_bench: [0] },
      },
    ],
    footnotes: ['An earlier revision of the card gave 7.71.'],
  },
] as const satisfies readonly PublishedTable[];

/** The tables with their general type, for code that goes through them. */
export const allPublished: readonly PublishedTable[] = publishedTables;
