import type { Drop } from '../steps/step';

/** What the judges after the one that dropped a row said. */
export type LaterJudges = {
  /** The row with all scores and calls. */
  row: Record<string, unknown>;
  /** Steps that were asked. */
  asked: number;
  /** One of them said no in words, or could not be read: no threshold changes that. */
  isRefused: boolean;
};

/** A row at one place of a pipeline, and the rows that were made from it. */
export type RowNode = {
  readonly parent: RowNode | null;
  /** Its index among its siblings. */
  readonly ordinal: number;
  readonly row: unknown;
  drop: Drop | null;
  /** For a row that a judge dropped, when the judges after it were asked too. */
  later: LaterJudges | null;
  readonly children: RowNode[];
};

export const makeNode = (parent: RowNode | null, ordinal: number, row: unknown, drop: Drop | null = null): RowNode => {
  const node = { parent, ordinal, row, drop, later: null, children: [] };
  parent?.children.push(node);
  return node;
};

/** The ordinals from below the root to the node: its identity within the item. */
export const placeOf = (node: RowNode): number[] =>
  node.parent === null ? [] : [...placeOf(node.parent), node.ordinal];

/** A row is dropped when it, or a row that it was made from, was dropped. */
export const isDropped = (node: RowNode): boolean =>
  node.drop !== null || (node.parent !== null && isDropped(node.parent));

/** Whether `a` comes before `b` in the order that decides between duplicates. Both have the same depth. */
export function isBefore(a: RowNode, b: RowNode): boolean {
  const other = placeOf(b);
  for (const [depth, ordinal] of placeOf(a).entries()) {
    const against = other[depth] ?? -1;
    if (ordinal !== against) return ordinal < against;
  }
  return false;
}

export const inOrder = (nodes: readonly RowNode[]): RowNode[] => nodes.toSorted((a, b) => a.ordinal - b.ordinal);
