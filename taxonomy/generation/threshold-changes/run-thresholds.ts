import type { Db } from '@/prisma/client';
import { DomainError } from '../../errors';
import { foreignCursor, momentCursor, pageOf, readMoment } from '../../paging';
import { NodeId, type Page, type PageQuery } from '../../contract';
import {
  LeafThresholdPreview,
  type PreviewThresholdsRequest,
  type RunThresholds,
  type ThresholdChange,
  type ThresholdPreview,
} from '../contract-thresholds';
import { findRun } from '../runs/repository-views';
import { gradingJudges, ownThresholds, refuseUnknown } from '../thresholds/judges';
import { selectChanges } from './repository';
import { countUnknown, selectLeafThresholds, selectPreview, type PreviewPlace } from './repository-preview';

const CHANGES_SHOWN = 20;

/** The thresholds of a run and the history of their changes. @throws DomainError `not_found` */
export async function getRunThresholds(db: Db, runId: string): Promise<RunThresholds> {
  const run = await getRunOf(db, runId);
  const { thresholds } = run.snapshot;
  const all = gradingJudges();
  const [ofLeaves, unknown, changes] = await Promise.all([
    selectLeafThresholds(db, runId),
    countUnknown(
      db,
      runId,
      all.map(({ step }) => step),
    ),
    listThresholdChanges(db, runId, { limit: CHANGES_SHOWN }),
  ]);
  const prompts = new Set(run.prompts.map(({ name }) => name));
  const judges = all
    .filter(({ step }) => prompts.has(step))
    .map((judge) => {
      const set = thresholds[judge.step] ?? null;
      const own = ofLeaves.filter(({ step }) => step === judge.step);
      return {
        ...judge,
        run: set,
        lowest: set ?? Math.min(judge.atLeast, ...own.map(({ lowest }) => lowest)),
        highest: set ?? Math.max(judge.atLeast, ...own.map(({ highest }) => highest)),
      };
    });
  return { judges, thresholds, unknown, changes };
}

/** What other thresholds would do to the rows of a run, in total and by leaf. @throws DomainError `not_found`, `invalid` */
export async function previewThresholds(
  db: Db,
  runId: string,
  { thresholds, cursor, limit }: PreviewThresholdsRequest,
): Promise<ThresholdPreview> {
  refuseUnknown(thresholds);
  await getRunOf(db, runId);
  const after = readPlace(cursor);
  const { total, leaves } = await selectPreview(db, {
    runId,
    own: ownThresholds(),
    thresholds,
    after,
    limit: limit + 1,
  });
  const page = pageOf(leaves, limit, ({ moved, leafId }) => `${moved}_${leafId}`);
  return { ...total, leaves: { ...page, items: page.items.map((leaf) => LeafThresholdPreview.parse(leaf)) } };
}

/** The changes of a run's thresholds, newest first. */
export async function listThresholdChanges(
  db: Db,
  runId: string,
  { cursor, limit }: PageQuery,
): Promise<Page<ThresholdChange>> {
  return pageOf(await selectChanges(db, runId, { before: readMoment(cursor), limit: limit + 1 }), limit, momentCursor);
}

function readPlace(cursor: string | undefined): PreviewPlace | null {
  if (cursor === undefined) return null;
  const [moved = '', leafId = ''] = cursor.split('_');
  if (!/^\d{1,9}$/.test(moved) || !NodeId.safeParse(leafId).success) throw foreignCursor();
  return { moved: Number(moved), leafId };
}

async function getRunOf(db: Db, runId: string) {
  const run = await findRun(db, runId);
  if (!run) throw new DomainError('not_found', 'There is no such run. Go back to the list of runs.');
  return run;
}
