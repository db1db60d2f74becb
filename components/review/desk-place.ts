import type { ReviewScope } from './api';

/** What is reviewed and by whom: all samples below a node, or only those of one run. */
export type DeskPlace = { taxonomyId: string; scope: ReviewScope; runId: string | null; personId: string };
