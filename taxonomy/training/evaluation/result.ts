import { z } from 'zod';
import { DomainError } from '../../errors';
import { parseShape } from '../../parse';
import type { ResultPart, ResultSource } from '../vocabulary';

/** One number that a file says of a model. `value` and `stderr` are as in the file. */
export type ReadResult = {
  task: string;
  metric: string;
  filter: string;
  value: number;
  stderr: number | null;
  n: number | null;
  fewshot: number | null;
  /** The number of tasks that the value is the mean of. */
  tasks: number | null;
  part: ResultPart;
  /** As the file says; null when it does not. */
  isMoreBetter: boolean | null;
};

export type ReadResults = {
  source: ResultSource;
  /** The name of the model in the file. */
  sourceModel: string | null;
  evaluatedAt: Date | null;
  /** The share of judgments that gave no score. */
  errorRate: number | null;
  warnings: string[];
  results: ReadResult[];
};

/** A name that is stored: of a task, a metric or a filter. */
export const ResultName = z.string().trim().min(1).max(300);

export const plainResult = (
  given: Pick<ReadResult, 'task' | 'metric' | 'value'> & Partial<ReadResult>,
): ReadResult => ({
  filter: 'none',
  stderr: null,
  n: null,
  fewshot: null,
  tasks: null,
  part: 'benchmark',
  isMoreBetter: null,
  ...given,
});

/**
 * The unweighted mean of tasks, as InstructLab computes the overall MMLU. Its standard error treats the tasks as
 * independent, and is null unless every task has one.
 */
export function meanOfTasks(results: readonly ReadResult[]): Pick<ReadResult, 'value' | 'stderr' | 'n' | 'tasks'> {
  const count = results.length;
  const sum = (numbers: readonly number[]) => numbers.reduce((all, each) => all + each, 0);
  const errors = results.flatMap(({ stderr }) => (stderr === null ? [] : [stderr]));
  const sizes = results.flatMap(({ n }) => (n === null ? [] : [n]));
  return {
    value: sum(results.map(({ value }) => value)) / count,
    stderr: errors.length === count ? Math.sqrt(sum(errors.map((each) => each * each))) / count : null,
    n: sizes.length === count ? sum(sizes) : null,
    tasks: count,
  };
}

/**
 * Parses a part of a file.
 *
 * @throws DomainError `invalid` with the file and the field in front of each sentence.
 */
export function parsePart<T>(schema: z.ZodType<T>, value: unknown, place: string): T {
  try {
    return parseShape(schema, value);
  } catch (error) {
    if (error instanceof DomainError) throw new DomainError('invalid', `${place}: ${error.message}`, { cause: error });
    throw error;
  }
}
