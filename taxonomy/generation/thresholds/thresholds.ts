import type { Database, Db } from '@/prisma/client';
import { recordAudit } from '../../accounts/audit';
import type { Actor } from '../../accounts/contract';
import { DomainError } from '../../errors';
import { getNode, getTheTaxonomy } from '../../tree/nodes';
import type { LeafKind } from '../../tree/vocabulary';
import type { SetThresholdsRequest, Thresholds, ThresholdSettings } from '../contract-thresholds';
import { pipelineFor } from '../pipelines/registry';
import { gradingJudges, refuseUnknown } from './judges';
import { replaceThresholds, selectThresholds, selectThresholdsOf, type ThresholdScope } from './repository';

type Place = ThresholdScope & { kind: LeafKind | null };

/**
 * The thresholds that are set for the taxonomy, or for a leaf, with what holds where none is set.
 *
 * @param nodeId A leaf; null for the taxonomy.
 * @throws DomainError `not_found` when the node is gone or is a folder.
 */
export const getThresholds = async (db: Db, nodeId: string | null): Promise<ThresholdSettings> =>
  settingsOf(db, await placeOf(db, nodeId));

/**
 * Sets the thresholds of the taxonomy or of a leaf. They apply to runs that start later.
 *
 * @throws DomainError `not_found` when the node is gone or is a folder; `invalid` for an unknown judge or grade.
 */
export async function setThresholds(
  db: Database,
  actor: Actor,
  nodeId: string | null,
  { thresholds }: SetThresholdsRequest,
): Promise<ThresholdSettings> {
  refuseUnknown(thresholds);
  const place = await placeOf(db, nodeId);
  return db.$transaction(async (tx) => {
    await replaceThresholds(tx, place, thresholds, actor.id);
    await recordAudit(tx, {
      actorId: actor.id,
      action: place.leafId === null ? 'taxonomy.thresholds' : 'leaf.thresholds',
      subjectType: place.leafId === null ? 'taxonomy' : 'leaf',
      subjectId: place.leafId ?? place.taxonomyId,
      detail: { thresholds },
    });
    return settingsOf(tx, place);
  });
}

/** The thresholds that a new run takes from its leaves and their taxonomy, by leaf. The leaf's own go first. */
export const thresholdsOf = (db: Db, leafIds: readonly string[]): Promise<Map<string, Thresholds>> =>
  selectThresholdsOf(db, leafIds);

async function placeOf(db: Db, nodeId: string | null): Promise<Place> {
  if (nodeId === null) return { taxonomyId: (await getTheTaxonomy(db)).id, leafId: null, kind: null };
  const { leaf, name, taxonomyId } = await getNode(db, nodeId);
  if (!leaf)
    throw new DomainError('not_found', `“${name}” is a folder, not a leaf. Choose a leaf, or create one in it.`);
  return { taxonomyId, leafId: nodeId, kind: leaf.kind };
}

async function settingsOf(db: Db, { taxonomyId, leafId, kind }: Place): Promise<ThresholdSettings> {
  const own = await selectThresholds(db, { taxonomyId, leafId });
  const above = leafId === null ? [] : await selectThresholds(db, { taxonomyId, leafId: null });
  const pipeline = kind && pipelineFor(kind).name;
  return {
    judges: gradingJudges()
      .filter(({ pipelines }) => pipeline === null || pipelines.includes(pipeline))
      .map((judge) => {
        const set = own.find(({ step }) => step === judge.step);
        return {
          ...judge,
          inherited: above.find(({ step }) => step === judge.step)?.atLeast ?? judge.atLeast,
          set: set ? { atLeast: set.atLeast, setBy: set.setBy, setAt: set.setAt.toISOString() } : null,
        };
      }),
  };
}
