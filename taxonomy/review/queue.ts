import type { Db } from '@/prisma/client';
import type { Page, PageQuery } from '../contract';
import { DomainError } from '../errors';
import { countsUnder } from '../tree/counts';
import { crumbsOf, getNode } from '../tree/nodes';
import type { DecisionEntry, ReviewCounts, ReviewQueue, SameAnswers, Sample } from './contract';
import { countRunSamples, findSameAnswers, findSamples, listSampleRows } from './repository';
import { listEntries } from './repository-decisions';
import type { SampleStatus } from './vocabulary';
import { pageOf, readSequence } from '../paging';

/** A node's id, or null for the whole taxonomy. */
export type Scope = { taxonomyId: string; nodeId: string | null };

/** Of a scope, only what one run made. */
export type QueueScope = Scope & { runId?: string | null | undefined };

/**
 * Samples of a leaf or subtree (or what one run made of it) in one status, oldest first, with what there is in all.
 *
 * Pages are by key, so a reviewer who decides as they go never sees a sample twice or skips one.
 *
 * @throws DomainError `not_found` when the node is gone, `invalid` for a cursor that this list did not give.
 */
export async function listReviewQueue(
  db: Db,
  { runId, ...scope }: QueueScope,
  { status, text, cursor, limit }: PageQuery & { status: SampleStatus; text?: string },
): Promise<ReviewQueue> {
  const [page, counts, crumbs] = await Promise.all([
    listSamples(db, { ...scope, runId: runId ?? undefined, status, text, cursor, limit }),
    countQueue(db, { ...scope, runId }),
    scope.nodeId ? crumbsOf(db, scope.nodeId) : [],
  ]);
  return { scope: crumbs, items: page.items, nextCursor: page.nextCursor, counts };
}

/** How many samples a scope has in each status. */
export async function countQueue(db: Db, { taxonomyId, nodeId, runId }: QueueScope): Promise<ReviewCounts> {
  const path = nodeId ? (await getNode(db, nodeId)).path : undefined;
  return runId ? countRunSamples(db, runId, path) : countsUnder(db, { taxonomyId, path });
}

type SampleQuery = Scope & PageQuery & { status?: SampleStatus; runId?: string; text?: string; newestFirst?: boolean };

/** A page of samples in the order in which they were made, or the newest first. */
export async function listSamples(
  db: Db,
  { taxonomyId, nodeId, cursor, limit, ...filter }: SampleQuery,
): Promise<Page<Sample>> {
  const path = nodeId ? (await getNode(db, nodeId)).path : undefined;
  const rows = await listSampleRows(db, { ...filter, taxonomyId, path }, readSequence(cursor), limit + 1);
  return pageOf(rows, limit, ({ seq }) => seq);
}

/** @throws DomainError `not_found` */
export async function getSample(db: Db, sampleId: string): Promise<Sample> {
  const sample = (await findSamples(db, [sampleId])).get(sampleId);
  if (!sample) throw new DomainError('not_found', 'There is no such sample. It may belong to another Seedleaf.');
  return sample;
}

const SAME_ANSWERS = 10;

/** Other samples of its leaf that answer the same as this one: which one it repeats. @throws DomainError `not_found` */
export async function listSameAnswers(db: Db, sampleId: string): Promise<SameAnswers> {
  await getSample(db, sampleId);
  return findSameAnswers(db, sampleId, SAME_ANSWERS);
}

/** Everything that was ever decided on a sample, oldest first. */
export async function listDecisions(db: Db, sampleId: string): Promise<DecisionEntry[]> {
  await getSample(db, sampleId);
  return listEntries(db, sampleId);
}
