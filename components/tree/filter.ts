import { ROOT, type TreeModel } from './model';

/** What a search leaves of the tree: the matches, their ancestors to place them, and what is below a match. */
export type FilteredTree = {
  children: ReadonlyMap<string, readonly string[]>;
  /** Ids of the nodes that match, in tree order. */
  matches: readonly string[];
  /** The folders that must be open for every match to be seen. */
  open: readonly string[];
};

/** Finds nodes whose name holds every word of the search; a search with a slash is looked for in the whole path. */
export function filterTree(model: TreeModel, search: string): FilteredTree {
  const isMatch = matcherOf(search);
  const children = new Map<string, readonly string[]>();
  const matches: string[] = [];
  const open: string[] = [];

  /** Returns whether there is a match at or below the node. What is below a match stays as it is, to be opened. */
  const visit = (id: string, path: string, isBelowMatch: boolean): boolean => {
    const own = id !== ROOT && isMatch(model.nodes.get(id)?.name.toLowerCase() ?? '', path);
    if (own) matches.push(id);
    const below = model.children.get(id) ?? [];
    const found = below.filter((child) =>
      visit(child, `${path}/${model.nodes.get(child)?.name.toLowerCase() ?? ''}`, own || isBelowMatch),
    );
    if (found.length > 0 && id !== ROOT) open.push(id);
    children.set(id, own || isBelowMatch ? below : found);
    return own || found.length > 0;
  };
  visit(ROOT, '', false);
  return { children, matches, open };
}

function matcherOf(search: string): (name: string, path: string) => boolean {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  if (!search.includes('/')) return (name) => words.every((word) => name.includes(word));
  // Only where the path first holds it: what is below a match is not a match by that alone.
  const wanted = search
    .toLowerCase()
    .replace(/\s*\/\s*/g, '/')
    .trim();
  return (_, path) => path.includes(wanted) && !path.slice(0, path.lastIndexOf('/')).includes(wanted);
}
