import { useQueries, useQuery } from '@tanstack/react-query';
import type { Compared } from '@/taxonomy/generation/vocabulary-comparison';
import { comparisonLimits } from '@/taxonomy/generation/vocabulary-comparison-limits';
import { comparisonOf, measuresOf } from './compare-api';

/** The compared runs with the measures of their texts, as far as they are there. */
export function useCompared(runIds: readonly string[], node: string | undefined, isEqual: boolean) {
  const { data, error, refetch } = useQuery({
    ...comparisonOf(runIds, node),
    enabled: runIds.length >= comparisonLimits.runs.least,
  });
  const runs = data?.runs ?? [];
  const rows = isEqual ? equalRows(runs) : comparisonLimits.rows;
  const answers = useQueries({
    queries: runs.map(({ run }) => ({ ...measuresOf(run.id, node, rows), enabled: rows > 0 })),
  });
  const compared = runs.map((run, i): Compared => {
    const answer = answers[i]?.data;
    return { ...run, measures: answer?.state === 'done' ? answer.measures : null };
  });
  const progress = answers.map(({ data: answer }) =>
    answer?.state === 'measuring' ? answer.done / Math.max(1, answer.total) : answer?.state === 'done' ? 1 : 0,
  );
  return {
    comparison: data,
    compared,
    error,
    refetch,
    rows,
    isMeasuring: answers.some((each) => each.data?.state !== 'done' && !each.error && rows > 0),
    /** How far the measuring is, from 0 to 1. */
    progress: progress.length === 0 ? 0 : progress.reduce((sum, each) => sum + each, 0) / progress.length,
    measureError: answers.find((each) => each.error)?.error ?? null,
    measureAgain: () => void Promise.all(answers.filter((each) => each.error).map((each) => each.refetch())),
  };
}

/** The number of rows that each run has at least. */
const equalRows = (runs: readonly { rows: number }[]): number =>
  Math.min(comparisonLimits.rows, ...runs.map((run) => run.rows));
