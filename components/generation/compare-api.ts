import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, pages, query } from '@/components/api';
import type { ComparedLeaf } from '@/taxonomy/generation/contract-comparison';

const LEAVES_PAGE = 50;
const LEAVES_IN_FILE = 500;
const POLL_MS = 1_000;

const asked = (runs: readonly string[], node: string | undefined) => ({ runs: runs.join(','), node });

/** Runs side by side, from their counters. */
export const comparisonOf = (runs: readonly string[], node: string | undefined) =>
  queryOptions({
    ...query('/api/v1/runs/comparison', { query: asked(runs, node) }),
    placeholderData: keepPreviousData,
  });

/** The leaves of the compared runs, in pages. */
export const comparedLeaves = (runs: readonly string[], node: string | undefined) =>
  infiniteQueryOptions(
    pages('/api/v1/runs/comparison/leaves', { query: { ...asked(runs, node), limit: LEAVES_PAGE } }),
  );

/** All leaves of the compared runs, for a file. */
export async function allComparedLeaves(runs: readonly string[], node: string | undefined): Promise<ComparedLeaf[]> {
  const leaves: ComparedLeaf[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const page: { items: ComparedLeaf[]; nextCursor: string | null } = await api.get('/api/v1/runs/comparison/leaves', {
      query: { ...asked(runs, node), limit: LEAVES_IN_FILE, ...(cursor !== '' && { cursor }) },
    });
    leaves.push(...page.items);
    cursor = page.nextCursor;
  }
  return leaves;
}

/** The measures of a run's texts. Asks again until they are there; the server stops measuring when nobody asks. */
export const measuresOf = (runId: string, node: string | undefined, rows: number) =>
  queryOptions({
    ...query('/api/v1/runs/{runId}/measures', { params: { runId }, query: { node, rows } }),
    staleTime: 60_000,
    refetchInterval: ({ state }) => (state.data === undefined || state.data.state === 'done' ? false : POLL_MS),
  });
