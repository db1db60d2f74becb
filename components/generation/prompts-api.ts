import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { pages, query } from '@/components/api';

const ofLeaf = (leaf: string | null) => (leaf === null ? {} : { leaf });

/** The prompts of the taxonomy, or of one leaf. */
export const promptList = (leaf: string | null) => queryOptions(query('/api/v1/prompts', { query: ofLeaf(leaf) }));

export const promptByName = (prompt: string, leaf: string | null) =>
  queryOptions(query('/api/v1/prompts/{prompt}', { params: { prompt }, query: ofLeaf(leaf) }));

/** The saved versions of a prompt, newest first, in pages. */
export const promptVersions = (prompt: string, leaf: string | null) =>
  infiniteQueryOptions(
    pages('/api/v1/prompts/{prompt}/versions', { params: { prompt }, query: { ...ofLeaf(leaf), limit: 20 } }),
  );

/** The leaves with their own text of a prompt, in pages. */
export const promptLeaves = (prompt: string) =>
  infiniteQueryOptions(pages('/api/v1/prompts/{prompt}/leaves', { params: { prompt }, query: { limit: 20 } }));
