/** The leaves whose samples and seeds a new row is compared with, from the smallest to the largest scope. */
export const comparedWithin = ['leaf', 'siblings', 'branch', 'taxonomy'] as const;
export type ComparedWithin = (typeof comparedWithin)[number];
export const comparedWithinNames: Record<ComparedWithin, string> = {
  leaf: 'Its own leaf',
  siblings: 'All leaves of its folder',
  branch: 'All leaves under what the run is for',
  taxonomy: 'The whole taxonomy',
};

/** A worker keeps the texts that rows are compared with in memory, so a scope with more is refused. */
export const mostCompared = 200_000;
