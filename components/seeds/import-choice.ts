import type { ImportedLeaf } from '@/taxonomy/seeds/contract';

/** Which leaves of a report are shown: those of one kind, or those with one hint. */
export type ImportFilter = 'all' | 'added' | 'changed' | 'unchanged' | 'errors' | 'hints' | { hint: string };

/** The files of the deselected leaves, and a function that changes them. */
export type Choice = { leftOut: ReadonlySet<string>; onChoose: (files: readonly string[], isChosen: boolean) => void };

export const errorsOf = ({ problems }: ImportedLeaf) => problems.filter(({ severity }) => severity === 'error');
export const hintsOf = ({ problems }: ImportedLeaf) => problems.filter(({ severity }) => severity === 'warning');
export const hasErrors = ({ problems }: ImportedLeaf) => problems.some(({ severity }) => severity === 'error');

/** Only leaves that would be written can be selected. */
export const isSelectable = ({ outcome }: ImportedLeaf) => outcome === 'added' || outcome === 'changed';

/** Leaves with errors are deselected at first. */
export const leftOutAtFirst = (leaves: readonly ImportedLeaf[]): ReadonlySet<string> =>
  new Set(leaves.filter((leaf) => isSelectable(leaf) && hasErrors(leaf)).map(({ file }) => file));

export function filtered(leaves: readonly ImportedLeaf[], filter: ImportFilter): ImportedLeaf[] {
  return leaves.filter((leaf) => {
    if (typeof filter === 'object') return hintsOf(leaf).some(({ message }) => message === filter.hint);
    if (filter === 'errors') return hasErrors(leaf);
    if (filter === 'hints') return hintsOf(leaf).length > 0;
    return filter === 'all' || leaf.outcome === filter;
  });
}

/** Each hint once, with its number of leaves, the most common first. */
export function hintGroups(leaves: readonly ImportedLeaf[]): { message: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const leaf of leaves) {
    for (const message of new Set(hintsOf(leaf).map((hint) => hint.message)))
      counts.set(message, (counts.get(message) ?? 0) + 1);
  }
  return [...counts].map(([message, count]) => ({ message, count })).toSorted((a, b) => b.count - a.count);
}

export type FolderRow = {
  kind: 'folder';
  /** The path in the source, unique among all rows. */
  path: string;
  /** Its own name, preceded by folders above that contain only it. */
  name: string;
  depth: number;
  /** Files of the leaves below it that can be selected. */
  selectable: string[];
};
export type LeafRow = { kind: 'leaf'; leaf: ImportedLeaf; name: string; depth: number };
export type ImportRow = FolderRow | LeafRow;

type Folder = { folders: Map<string, Folder>; leaves: { name: string; leaf: ImportedLeaf }[] };

const { compare } = new Intl.Collator('en', { numeric: true });

/** The leaves as rows under their folders, sorted by name. A folder that contains only one folder is merged with it. */
export function rowsOf(leaves: readonly ImportedLeaf[]): ImportRow[] {
  const root: Folder = { folders: new Map(), leaves: [] };
  for (const leaf of leaves) {
    const steps = leaf.file.split('/').slice(0, -1);
    const name = steps.pop() ?? leaf.file;
    let folder = root;
    for (const step of steps) {
      let next = folder.folders.get(step);
      if (!next) folder.folders.set(step, (next = { folders: new Map(), leaves: [] }));
      folder = next;
    }
    folder.leaves.push({ name, leaf });
  }
  const rows: ImportRow[] = [];
  addRows(rows, root, { path: '', depth: 0 });
  return rows;
}

/** @returns The files below that can be selected. */
function addRows(rows: ImportRow[], folder: Folder, at: { path: string; depth: number }): string[] {
  const selectable: string[] = [];
  for (const { name, leaf } of folder.leaves.toSorted((a, b) => compare(a.name, b.name))) {
    rows.push({ kind: 'leaf', leaf, name, depth: at.depth });
    if (isSelectable(leaf)) selectable.push(leaf.file);
  }
  for (const [step, next] of [...folder.folders].toSorted(([a], [b]) => compare(a, b))) {
    const { names, inner } = withoutSingleFolders(step, next);
    const path = `${at.path}${names.join('/')}/`;
    const row: FolderRow = { kind: 'folder', path, name: names.join(' / '), depth: at.depth, selectable: [] };
    rows.push(row);
    row.selectable = addRows(rows, inner, { path, depth: at.depth + 1 });
    for (const file of row.selectable) selectable.push(file);
  }
  return selectable;
}

function withoutSingleFolders(step: string, folder: Folder): { names: string[]; inner: Folder } {
  const names = [step];
  let inner = folder;
  while (inner.leaves.length === 0 && inner.folders.size === 1) {
    for (const [name, next] of inner.folders) {
      names.push(name);
      inner = next;
    }
  }
  return { names, inner };
}

/** Whether all, some or none of these files are selected. */
export function checkedOf(files: readonly string[], leftOut: ReadonlySet<string>): boolean | 'indeterminate' {
  const out = files.reduce((count, file) => count + (leftOut.has(file) ? 1 : 0), 0);
  if (out === 0) return files.length > 0;
  return out === files.length ? false : 'indeterminate';
}

/** The deselected files after some were selected or deselected. */
export function choose(leftOut: ReadonlySet<string>, files: readonly string[], isChosen: boolean): ReadonlySet<string> {
  const next = new Set(leftOut);
  for (const file of files) {
    if (isChosen) next.delete(file);
    else next.add(file);
  }
  return next;
}
