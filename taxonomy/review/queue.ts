import type { Db } from '@/prisma/client';
import type { Page, PageQuery } from '../contract';
import { DomainError } from '../errors';
import { countsUnder } from '../tree/counts';
import { crumbsOf, getNode } from '../tree/nodes';
import type { DecisionEntry, ReviewCounts, ReviewQueue, SameAnswers, Sample } from './contract';
import { countRunSamples, findKeyAhead, findSameAnswers, findSamples, listSampleRows } from './repository';
import { listEntries } from './repository-decisions';
import type { SampleFilter } from './sample-filter';
import { countMarked } from './repository-marked';
import type { ListedStatus, SampleMark } from './vocabulary';
import { pageOf, readSequence } from '../paging';
import { makeShare } from '../share';

/** A node's id, or null for the whole taxonomy. */
export type Scope = { taxonomyId: string; nodeId: string | null };

/** A scope, or only the samples of one run in it. */
export type QueueScope = Scope & { runId?: string | null | undefined };

/** How many samples one search request reads. */
const SEARCHED = 50_000;

type QueueQuery = PageQuery & { status: ListedStatus; text?: string; only?: SampleMark | undefined };

const shareQueue = makeShare<ReviewQueue>();

/**
 * Samples of a leaf or folder (or those of one run in it) in one status, oldest first, with counts by status. Those who
 * ask for the same at the same time share it.
 *
 * Pages are by key, so a reviewer who decides as they go never sees a sample twice or misses one.
 *
 * @param searched With `text`: the most samples to search in one request; when there are more, the next page continues.
 * @throws DomainError `not_found` when the node is gone, `invalid` for a cursor of another list.
 */
export const listReviewQueue = (
  db: Db,
  scope: QueueScope,
  query: QueueQuery,
  searched = SEARCHED,
): Promise<ReviewQueue> =>
  shareQueue(db, JSON.stringify([scope, query, searched]), () => readQueue(db, scope, query, searched));

async function readQueue(
  db: Db,
  { runId, ...scope }: QueueScope,
  { status, text, only, cursor, limit }: QueueQuery,
  searched: number,
): Promise<ReviewQueue> {
  const { taxonomyId, nodeId } = scope;
  const path = await pathOf(db, nodeId);
  const query = { taxonomyId, path, runId: runId ?? undefined, status, text, only, cursor, limit };
  const counting = countBelow(db, query);
  const [page, counts, crumbs, marked] = await Promise.all([
    text && !only
      ? counting.then((inScope) => searchSamples(db, query, inScope[status], searched))
      : listBelow(db, query),
    counting,
    nodeId ? crumbsOf(db, nodeId) : [],
    cursor ? null : countMarked(db, query),
  ]);
  return { scope: crumbs, items: page.items, nextCursor: page.nextCursor, counts, marked };
}

/**
 * A page of a search. No index covers every part of a text, so each request reads a limited number of samples. A page
 * with few samples, or none, and a next page means that the search continues there.
 */
async function searchSamples(db: Db, query: PathQuery, inScope: number, searched: number): Promise<Page<Sample>> {
  if (inScope <= searched) return listBelow(db, query);
  const until = await findKeyAhead(db, query, readSequence(query.cursor), searched);
  const { items, nextCursor } = await listBelow(db, { ...query, until });
  return { items, nextCursor: nextCursor ?? (until === undefined ? null : String(until)) };
}

/** How many samples a scope has in each status. */
export async function countQueue(db: Db, { taxonomyId, nodeId, runId }: QueueScope): Promise<ReviewCounts> {
  return countBelow(db, { taxonomyId, runId: runId ?? undefined, path: await pathOf(db, nodeId) });
}

type Below = { taxonomyId: string; path: string | undefined; runId?: string | undefined };

const countBelow = (db: Db, { taxonomyId, path, runId }: Below): Promise<ReviewCounts> =>
  runId ? countRunSamples(db, runId, path) : countsUnder(db, { taxonomyId, path });

const pathOf = async (db: Db, nodeId: string | null): Promise<string | undefined> =>
  nodeId ? (await getNode(db, nodeId)).path : undefined;

type PathQuery = PageQuery & SampleFilter;
type SampleQuery = Scope & PageQuery & Omit<SampleFilter, 'taxonomyId' | 'path' | 'until'>;

const shareSamples = makeShare<Page<Sample>>();

/** A page of samples, oldest or newest first. Those who ask for the same at the same time share it. */
export const listSamples = (db: Db, { nodeId, ...query }: SampleQuery): Promise<Page<Sample>> =>
  shareSamples(db, JSON.stringify([nodeId, query]), async () =>
    listBelow(db, { ...query, path: await pathOf(db, nodeId) }),
  );

async function listBelow(db: Db, { cursor, limit, ...filter }: PathQuery): Promise<Page<Sample>> {
  const rows = await listSampleRows(db, filter, readSequence(cursor), limit + 1);
  return pageOf(rows, limit, ({ seq }) => seq);
}

/** @throws DomainError `not_found` */
export async function getSample(db: Db, sampleId: string): Promise<Sample> {
  const sample = (await findSamples(db, [sampleId])).get(sampleId);
  if (!sample) throw new DomainError('not_found', 'Sample not found. It may belong to another Seedleaf.');
  return sample;
}

const SAME_ANSWERS = 10;

/** Other samples of its leaf with the same answer. @throws DomainError `not_found` */
export async function listSameAnswers(db: Db, sampleId: string): Promise<SameAnswers> {
  await getSample(db, sampleId);
  return findSameAnswers(db, sampleId, SAME_ANSWERS);
}

/** All decisions on a sample, oldest first. */
export async function listDecisions(db: Db, sampleId: string): Promise<DecisionEntry[]> {
  await getSample(db, sampleId);
  return listEntries(db, sampleId);
}
