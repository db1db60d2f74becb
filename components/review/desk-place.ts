import type { ReviewScope } from './api';

/** What is reviewed and by whom: everything below a node, or of that only what one run made. */
export type DeskPlace = { taxonomyId: string; scope: ReviewScope; runId: string | null; personId: string };
