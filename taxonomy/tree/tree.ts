import type { Db } from '@/prisma/client';
import type { LeavesToReview, TreePart, TreeQuery } from './contract';
import { selectNeighbours } from './repository-neighbours';
import { makeShare } from './share';
import { selectFirstParents, selectTreeRows, selectWayTo } from './repository-tree';

/** A tree of up to so many nodes comes whole: opening its folders asks nothing of the server. */
const WHOLE_UP_TO = 60;
/** Rows of an answer; some 60 kB. */
const ROWS_AT_ONCE = 200;

const shareTree = makeShare<TreePart>();

/** Stands for what is above the branches. */
const ROOT = 'root';

/**
 * A part of the tree: the children of some nodes, each with what is below it summed up. A tree of 10,000 nodes is
 * never sent whole: the browser asks for the children of what is opened.
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

/** The leaves with samples to review before and after a node in tree order, round at the ends; for null, the first and last. */
export const leavesToReview = (db: Db, taxonomyId: string, nodeId: string | null): Promise<LeavesToReview> =>
  selectNeighbours(db, taxonomyId, nodeId);
