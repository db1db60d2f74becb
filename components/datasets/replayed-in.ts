import type { PhaseCount } from '@/taxonomy/datasets/contract-counts';

/** The number of rows in a phase that come from earlier phases. */
export const replayedIn = ({ replayed }: Pick<PhaseCount, 'replayed'>): number =>
  replayed.reduce((sum, { rows }) => sum + rows, 0);
