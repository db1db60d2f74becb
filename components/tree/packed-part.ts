import type { TreePart, TreeRow } from '@/taxonomy/tree/contract';

/** A part of the tree as a page carries it: the numbers of a row without their names, which are two thirds of it. */
export type PackedPart = Omit<TreePart, 'items'> & {
  items: (Omit<TreeRow, 'counts' | 'totals'> & { counts: Three; totals: [...Three, ...Three] })[];
};
type Three = [number, number, number];

export const packPart = ({ items, ...rest }: TreePart): PackedPart => ({
  ...rest,
  items: items.map(({ counts, totals, ...row }) => ({
    ...row,
    counts: [counts.pending, counts.approved, counts.rejected],
    totals: [totals.pending, totals.approved, totals.rejected, totals.leaves, totals.seeds, totals.problems],
  })),
});

export const unpackPart = ({ items, ...rest }: PackedPart): TreePart => ({
  ...rest,
  items: items.map(({ counts, totals: [pending, approved, rejected, leaves, seeds, problems], ...row }) => ({
    ...row,
    counts: { pending: counts[0], approved: counts[1], rejected: counts[2] },
    totals: { pending, approved, rejected, leaves, seeds, problems },
  })),
});
