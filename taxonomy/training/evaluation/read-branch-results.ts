import { z } from 'zod';
import { DomainError } from '../../errors';
import { meanOfJudgments, type Judged } from './judgments';
import { parsePart, plainResult, ResultName, type ReadResult, type ReadResults } from './result';

const Score = z.object({ score: z.number().min(0).max(1), stderr: z.union([z.number().min(0), z.string()]).nullish() });
const Mmlu = z.object({
  overall_score: z.number().min(0).max(1),
  individual_scores: z.record(z.string(), Score),
});

const Pair = z.object({
  question_id: z.union([z.int(), z.string().min(1).max(100)]).optional(),
  score: z.number(),
  turn: z.int().min(1).max(20).default(1),
  qna_file: z.string().min(1).max(300).optional(),
});
const MtBench = z.object({ qa_pairs: z.array(Pair).min(1), error_rate: z.number().min(0).max(1).nullish() });

/** The score of a reply in which the judge's verdict could not be found. */
const FAILED = -1;

export const isBranchResults = (json: unknown): boolean => nameParts(json) !== null;

/**
 * Reads what InstructLab's evaluators return, as JSON: `[overall, {task: {score, stderr}}]` of MMLU-branch and
 * `[overall, qa_pairs, turn_scores, error_rate]` of MT-Bench and MT-Bench-branch, as lists or with these names as keys.
 */
export function readBranchResults(json: unknown, name: string): ReadResults {
  const parts = nameParts(json);
  if (parts !== null && 'individual_scores' in parts) return readMmlu(parsePart(Mmlu, parts, name), name);
  return readMtBench(parsePart(MtBench, parts, name), name);
}

/** Python's tuples are lists in JSON: gives their entries names. */
function nameParts(json: unknown): Record<string, unknown> | null {
  if (Array.isArray(json)) {
    const [overall_score, second, third, fourth]: unknown[] = json;
    if (Array.isArray(second))
      return { overall_score, qa_pairs: second, error_rate: fourth ?? (typeof third === 'number' ? third : null) };
    if (typeof second === 'object' && second !== null) return { overall_score, individual_scores: second };
    return null;
  }
  if (typeof json !== 'object' || json === null) return null;
  const named: Record<string, unknown> = { ...json };
  return 'individual_scores' in named || 'qa_pairs' in named ? named : null;
}

function readMmlu({ overall_score, individual_scores }: z.infer<typeof Mmlu>, name: string): ReadResults {
  const tasks = Object.entries(individual_scores).map(([task, { score, stderr }]) =>
    plainResult({
      task: parsePart(ResultName, task, `${name}, individual_scores`),
      metric: 'acc',
      value: score,
      stderr: typeof stderr === 'number' ? stderr : null,
      part: 'subtask',
    }),
  );
  if (tasks.length === 0) throw new DomainError('invalid', `${name} has no tasks in “individual_scores”.`);
  const errors = tasks.flatMap(({ stderr }) => (stderr === null ? [] : [stderr ** 2]));
  const overall = plainResult({
    task: 'mmlu_branch',
    metric: 'acc',
    value: overall_score,
    tasks: tasks.length,
    stderr: errors.length === tasks.length ? Math.sqrt(errors.reduce((a, b) => a + b, 0)) / tasks.length : null,
  });
  return { ...unsaid, source: 'mmlu_branch', errorRate: null, results: [overall, ...tasks] };
}

const unsaid = { sourceModel: null, evaluatedAt: null, warnings: [] as string[] };

function readMtBench({ qa_pairs, error_rate }: z.infer<typeof MtBench>, name: string): ReadResults {
  for (const [i, { score }] of qa_pairs.entries()) {
    if (score !== FAILED && !(score >= 0 && score <= 10))
      throw new DomainError(
        'invalid',
        `${name}, qa_pairs, pair ${i + 1}: the score is ${score}; it must be 0 to 10, or -1 for an error of the judge.`,
      );
  }
  const valid = qa_pairs.filter(({ score }) => score !== FAILED);
  if (valid.length === 0)
    throw new DomainError('invalid', `${name}: none of the ${qa_pairs.length} pairs has a score.`);
  const isBranch = qa_pairs.some(({ qna_file }) => qna_file !== undefined);
  const task = isBranch ? 'mt_bench_branch' : 'mt_bench';
  return {
    ...unsaid,
    source: task,
    errorRate: error_rate ?? 1 - valid.length / qa_pairs.length,
    results: [
      plainResult({ task, metric: 'score', ...meanOfJudgments(valid.map(toJudged)) }),
      ...(isBranch ? byFile(valid) : []),
    ],
  };
}

type Pair = z.infer<typeof Pair>;

const toJudged = ({ question_id, qna_file, turn, score }: Pair, i: number): Judged => ({
  question: question_id === undefined ? `pair ${i}` : `${qna_file ?? ''}#${question_id}`,
  turn,
  score,
});

/** The mean of each qna.yaml: what the model learned of each leaf. */
function byFile(pairs: readonly Pair[]): ReadResult[] {
  const files = new Map<string, Pair[]>();
  for (const pair of pairs) {
    const file = pair.qna_file ?? '';
    const own = files.get(file);
    if (own) own.push(pair);
    else if (file !== '') files.set(file, [pair]);
  }
  return [...files].map(([file, own]) =>
    plainResult({ task: file, metric: 'score', part: 'leaf', ...meanOfJudgments(own.map(toJudged)) }),
  );
}
