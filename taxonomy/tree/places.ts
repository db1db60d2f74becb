import type { Db } from '@/prisma/client';
import { holdStructure } from './change-structure';
import { newNodeId, pathOf } from './node-id';
import { selectTree, type ExistingNode } from './repository-places';
import { insertNodes, type NewNode } from './repository-structure';
import type { Branch } from './vocabulary';

/** A place in the tree: the branch, and the names of the folders below it down to the node. */
export type NamedPlace = { branch: Branch; steps: string[] };

type Spot = ExistingNode & { children: Map<string, Spot>; nextPosition: number };

/** The nodes at these places; null when missing. Ignores case, as for siblings. */
export async function findPlaces(db: Db, taxonomyId: string, places: NamedPlace[]): Promise<(string | null)[]> {
  const roots = await loadTree(db, taxonomyId);
  return places.map(({ branch, steps }) => {
    const spot = steps.reduce<Spot | undefined>((at, step) => at?.children.get(step.toLowerCase()), roots.get(branch));
    return spot?.id ?? null;
  });
}

const { compare: compareNames } = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

// At most a few megabytes per parameter.
const ROWS_AT_ONCE = 2_000;

/**
 * Gets the nodes at these places, creating missing ones with all folders above. Locks the taxonomy's structure until
 * the transaction ends. The caller writes the audit event.
 *
 * @returns The ids in the order of `places`, and those of all nodes that were created.
 */
export async function makePlaces(
  tx: Db,
  taxonomyId: string,
  places: NamedPlace[],
): Promise<{ ids: string[]; made: string[] }> {
  await holdStructure(tx, taxonomyId);
  const roots = await loadTree(tx, taxonomyId);
  const made: NewNode[] = [];
  const ids = new Map<NamedPlace, string>();
  // New children are added after existing ones and sorted by name, independent of the order of the files.
  for (const place of places.toSorted((a, b) => compareNames(a.steps.join('/'), b.steps.join('/')))) {
    let spot = roots.get(place.branch);
    for (const name of place.steps)
      spot &&= spot.children.get(name.toLowerCase()) ?? makeChild(taxonomyId, spot, name, made);
    if (!spot) throw new Error(`taxonomy ${taxonomyId} has no branch ${place.branch}`);
    ids.set(place, spot.id);
  }
  for (let i = 0; i < made.length; i += ROWS_AT_ONCE) await insertNodes(tx, made.slice(i, i + ROWS_AT_ONCE));
  return { ids: places.flatMap((place) => ids.get(place) ?? []), made: made.map(({ id }) => id) };
}

function makeChild(taxonomyId: string, parent: Spot, name: string, made: NewNode[]): Spot {
  const id = newNodeId();
  const { branch, id: parentId } = parent;
  const node = {
    id,
    parentId,
    branch,
    name,
    path: pathOf(parent.path, id),
    depth: parent.depth + 1,
    position: parent.nextPosition,
  };
  const spot: Spot = { ...node, children: new Map(), nextPosition: 0 };
  parent.nextPosition += 1;
  parent.children.set(name.toLowerCase(), spot);
  made.push({ ...node, taxonomyId });
  return spot;
}

async function loadTree(db: Db, taxonomyId: string): Promise<Map<Branch, Spot>> {
  const roots = new Map<Branch, Spot>();
  const spots = new Map<string, Spot>();
  for (const node of await selectTree(db, taxonomyId)) {
    const spot: Spot = { ...node, children: new Map(), nextPosition: 0 };
    spots.set(node.id, spot);
    const parent = node.parentId === null ? undefined : spots.get(node.parentId);
    if (!parent) roots.set(node.branch, spot);
    else {
      parent.children.set(node.name.toLowerCase(), spot);
      parent.nextPosition = Math.max(parent.nextPosition, node.position + 1);
    }
  }
  return roots;
}
