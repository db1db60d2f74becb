import type { Db } from '@/prisma/client';
import type { LeavesToReview, TreePart, TreeQuery } from './contract';
import { selectNeighbours } from './repository-neighbours';
import { makeShare } from './share';
import { selectFirstParents, selectTreeRows, selectWayTo } from './repository-tree';

/** Trees of up to this many nodes are sent whole, so that opening folders needs no request. */
const WHOLE_UP_TO = 60;
/** Rows per response, about 60 kB. */
const ROWS_AT_ONCE = 200;

const shareTree = makeShare<TreePart>();

/** The id for the level above the branches. */
const ROOT = 'root';

/**
 * A part of the tree: the children of some nodes with the totals of their subtrees. Large trees are never sent whole;
 * the browser requests children when a folder is opened.
 */
export const getTree = (db: Db, taxonomyId: string, query: TreeQuery): Promise<TreePart> =>
  shareTree(db, `tree ${taxonomyId} ${JSON.stringify(query)}`, () => readTree(db, taxonomyId, query));

async function readTree(db: Db, taxonomyId: string, { parents, around, cursor = '' }: TreeQuery): Promise<TreePart> {
  const isFirst = parents.length === 0;
  const [first, way] = await Promise.all([
    isFirst ? selectFirstParents(db, taxonomyId, WHOLE_UP_TO) : [],
    around.length > 0 ? selectWayTo(db, taxonomyId, around) : [],
  ]);
  const wanted = [...new Set([...parents, ...first, ...way])];
  const part = { taxonomyId, parents: wanted, withBranches: isFirst, after: cursor, limit: ROWS_AT_ONCE + 1 };
  const rows = await selectTreeRows(db, part);
  const items = rows.slice(0, ROWS_AT_ONCE);
  const nextCursor = rows.length > ROWS_AT_ONCE ? (items.at(-1)?.id ?? null) : null;
  return { items, parents: isFirst ? [ROOT, ...wanted] : wanted, nextCursor };
}

/**
 * The previous and next leaves with samples to review, in tree order with wrap-around; for null, the first and last.
 */
export const leavesToReview = (db: Db, taxonomyId: string, nodeId: string | null): Promise<LeavesToReview> =>
  selectNeighbours(db, taxonomyId, nodeId);
