import { useSyncExternalStore } from 'react';
import { childrenOf, crumbsOf, type TreeModel } from './model';

// The open folders, kept as long as this tab lives, because several pages show the same tree.
const opened = new Map<string, readonly string[]>();
const listeners = new Set<() => void>();

const SMALL = 80;

/** Branches are open at first; a small tree, which is sent whole, is entirely open. */
function atFirst(model: TreeModel): readonly string[] {
  const isWhole = [...model.nodes.values()].every(({ id, childCount }) => childCount === 0 || model.children.has(id));
  if (isWhole && model.nodes.size <= SMALL) return [...model.children.keys()];
  return childrenOf(model, null).map((branch) => branch.id);
}

const firstStates = new WeakMap<TreeModel, readonly string[]>();

function firstStateOf(model: TreeModel): readonly string[] {
  const known = firstStates.get(model) ?? atFirst(model);
  firstStates.set(model, known);
  return known;
}

export function useOpenFolders(taxonomyId: string, model: TreeModel) {
  const read = () => opened.get(taxonomyId) ?? firstStateOf(model);
  const open = useSyncExternalStore(subscribe, read, () => firstStateOf(model));
  const change = (next: readonly string[]) => {
    opened.set(taxonomyId, next);
    for (const listener of listeners) listener();
  };
  return { open, change };
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** The open folders, with a node and all nodes above it added; the same array if they are already open. */
export function withWayTo(open: readonly string[], model: TreeModel, id: string | null): readonly string[] {
  const closed = crumbsOf(model, id)
    .map((crumb) => crumb.id)
    .filter((each) => (model.nodes.get(each)?.childCount ?? 0) > 0 && !open.includes(each));
  return closed.length > 0 ? [...open, ...closed] : open;
}
