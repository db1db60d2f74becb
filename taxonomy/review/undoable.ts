import type { Db } from '@/prisma/client';
import type { Actor } from '../accounts/contract';
import { getNode } from '../tree/nodes';
import type { UndoableDecision } from './contract';
import type { QueueScope } from './queue';
import { findSamples } from './repository';
import { listLastDecided, listPastDecisions, type PastDecision } from './repository-decisions';
import { effectiveDecisions } from './state-machine';

/** How many decisions are checked, and how many samples are returned. */
const DECISIONS = 200;
const SAMPLES = 20;

/**
 * A reviewer's last decisions in a scope that can still be undone, newest first. A page loads them after a reload.
 * Decisions on samples that others decided on later are left out.
 *
 * @throws DomainError `not_found` when the node is gone.
 */
export async function listUndoable(
  db: Db,
  reviewer: Actor,
  { nodeId, runId }: Omit<QueueScope, 'taxonomyId'>,
): Promise<UndoableDecision[]> {
  const path = nodeId ? (await getNode(db, nodeId)).path : undefined;
  const decided = await listLastDecided(db, reviewer.id, DECISIONS);
  const found = await findSamples(db, decided, { path, runId: runId ?? undefined });
  const ids = decided.filter((id) => found.has(id)).slice(0, SAMPLES);
  const past = await listPastDecisions(db, ids);
  return ids
    .flatMap((id) => ownAtTheEnd(effectiveDecisions(past.filter(({ sampleId }) => sampleId === id)), reviewer.id))
    .toSorted((a, b) => Number(b.seq - a.seq))
    .flatMap(({ id, sampleId, verdict, sampleVersion, statusBefore, change }) => {
      const sample = found.get(sampleId);
      return sample ? [{ id, verdict, sampleVersion, statusBefore, textBefore: change?.before ?? null, sample }] : [];
    });
}

/** Those after the last decision of someone else. */
const ownAtTheEnd = (decisions: PastDecision[], reviewerId: string): PastDecision[] =>
  decisions.slice(decisions.findLastIndex((each) => each.reviewerId !== reviewerId) + 1);
