/** Rows that must stay together. */
export type Group = { rows: number; mayBeHeldOut: boolean };

/**
 * Assigns each group to a split (its place in `splits`) so that the shares are met as closely as whole groups allow, all
 * along the order of the groups: what one leaf gives too much or too little, the next ones make up for.
 */
export function assignSplits(
  groups: readonly Group[],
  { validation, test }: { validation: number; test: number },
): number[] {
  const held = [
    { split: 2, share: test, owed: 0 },
    { split: 1, share: validation, owed: 0 },
  ].filter(({ share }) => share > 0);
  return groups.map(({ rows, mayBeHeldOut }) => {
    for (const each of held) each.owed += each.share * rows;
    if (!mayBeHeldOut) return 0;
    const [neediest] = held.toSorted((a, b) => b.owed - a.owed);
    // Giving the whole group must bring the share nearer than giving nothing.
    if (!neediest || neediest.owed < rows / 2) return 0;
    neediest.owed -= rows;
    return neediest.split;
  });
}
