import type { Db } from '@/prisma/client';
import type { LeavesToReview, TreePart, TreeQuery, TreeRow } from './contract';
import { selectNeighbours } from './repository-neighbours';
import { makeTreeMemory } from './memory';
import { selectFirstParents, selectTreeRows, selectWayTo, type TreeRowsQuery } from './repository-tree';

/** Trees of up to this many nodes are sent whole, so that opening folders needs no request. */
const WHOLE_UP_TO = 60;
/** Rows per response, about 60 kB. */
const ROWS_AT_ONCE = 200;

const rememberTree = makeTreeMemory<TreePart>();
const rememberRows = makeTreeMemory<TreeRow[]>();

/** The id for the level above the branches. */
const ROOT = 'root';

/**
 * A part of the tree: the children of some nodes with the totals of their subtrees. Large trees are never sent whole;
 * the browser requests children when a folder is opened.
 */
export const getTree = (db: Db, taxonomyId: string, query: TreeQuery): Promise<TreePart> =>
  rememberTree(db, `${taxonomyId} ${JSON.stringify(query)}`, () => readTree(db, taxonomyId, query));

async function readTree(db: Db, taxonomyId: string, { parents, around, cursor = '' }: TreeQuery): Promise<TreePart> {
  const isFirst = parents.length === 0;
  const [first, way] = await Promise.all([
    isFirst ? selectFirstParents(db, taxonomyId, WHOLE_UP_TO) : [],
    around.length > 0 ? selectWayTo(db, taxonomyId, around) : [],
  ]);
  // The first levels and the way to a node are read apart, because all people share the first levels.
  const top = [...new Set([...parents, ...first])];
  const deeper = way.filter((id) => !top.includes(id));
  const after = { taxonomyId, after: cursor, limit: ROWS_AT_ONCE + 1 };
  const [topRows, deeperRows] = await Promise.all([
    readRows(db, { ...after, parents: top, withBranches: isFirst }),
    deeper.length > 0 ? readRows(db, { ...after, parents: deeper, withBranches: false }) : [],
  ]);
  const rows = deeperRows.length > 0 ? [...topRows, ...deeperRows].sort(byParent) : topRows;
  const items = rows.slice(0, ROWS_AT_ONCE);
  const nextCursor = rows.length > ROWS_AT_ONCE ? (items.at(-1)?.id ?? null) : null;
  return { items, parents: [...(isFirst ? [ROOT] : []), ...top, ...deeper], nextCursor };
}

const readRows = (db: Db, part: TreeRowsQuery): Promise<TreeRow[]> =>
  rememberRows(db, JSON.stringify(part), () => selectTreeRows(db, part));

const byParent = ({ parentId: a }: TreeRow, { parentId: b }: TreeRow): number =>
  (a ?? '') === (b ?? '') ? 0 : (a ?? '') < (b ?? '') ? -1 : 1;

/**
 * The previous and next leaves with samples to review, in tree order with wrap-around; for null, the first and last.
 */
export const leavesToReview = (db: Db, taxonomyId: string, nodeId: string | null): Promise<LeavesToReview> =>
  selectNeighbours(db, taxonomyId, nodeId);
