import type { Db } from '@/prisma/client';
import { Id, type Page, type PageQuery } from '../../contract';
import { DomainError } from '../../errors';
import { foreignCursor, momentCursor, pageOf, readMoment } from '../../paging';
import type { TrainingCheckpoint, TrainingRunDetail, TrainingRunSummary, TrainingSeries } from '../contract-runs';
import { phaseOrder, trainingLimits, type TrainingMetric } from '../vocabulary-runs';
import {
  findRun,
  findRunNamed,
  selectBuckets,
  selectCheckpoints,
  selectPhaseNames,
  selectPhases,
  selectRuns,
  type PhaseName,
  type StoredRun,
} from './repository-queries';

/** A page of trainings, newest first. */
export async function listTrainingRuns(
  db: Db,
  taxonomyId: string,
  { cursor, limit }: PageQuery,
): Promise<Page<TrainingRunSummary>> {
  const rows = await selectRuns(db, { taxonomyId, before: readMoment(cursor), limit: limit + 1 });
  return pageOf(rows, limit, momentCursor);
}

/** A training with its phases in the order in which they were trained. */
export async function getTrainingRun(db: Db, runId: string): Promise<TrainingRunDetail> {
  const { taxonomyId: _taxonomyId, current: _current, phases: _count, ...run } = await loadRun(db, runId);
  return { ...run, phases: (await selectPhases(db, runId)).toSorted(inOrder) };
}

/**
 * The id of a training by its id or its name.
 *
 * @throws DomainError `not_found`
 */
export async function findTrainingRun(db: Db, taxonomyId: string, text: string): Promise<string> {
  const id = Id.safeParse(text).success ? text : await findRunNamed(db, taxonomyId, text);
  if (id !== null) return id;
  throw new DomainError('not_found', `There is no training “${text}”. Run “seedleaf training list” to see all.`);
}

async function loadRun(db: Db, runId: string): Promise<StoredRun> {
  const run = await findRun(db, runId);
  if (!run) throw new DomainError('not_found', 'There is no such training. Go back to the list of trainings.');
  return run;
}

/** The phases of LAB by their names, then by time, then by name: not every trainer logs times. */
export function inOrder(a: PhaseName, b: PhaseName): number {
  const [first, second] = [labPhaseOf(a.name), labPhaseOf(b.name)];
  if (first !== second && first >= 0 && second >= 0) return first - second;
  const [before, after] = [a.startedAt ?? a.lastAt, b.startedAt ?? b.lastAt];
  const byName = a.folder.localeCompare(b.folder, 'en', { numeric: true });
  if (/\d/.test(a.name) && /\d/.test(b.name)) return byName;
  return before !== null && after !== null && before !== after ? Date.parse(before) - Date.parse(after) : byName;
}

const labPhaseOf = (name: string): number =>
  phaseOrder.findIndex((phase) => name.toLowerCase().replaceAll(/[\s-]/g, '_').includes(phase));

/** One metric of a training by phase, at most about 2,000 points of each: the lowest and highest of each stretch. */
export async function getTrainingSeries(db: Db, runId: string, metric: TrainingMetric): Promise<TrainingSeries> {
  await loadRun(db, runId);
  const phases = (await selectPhaseNames(db, runId)).toSorted(inOrder);
  const share = Math.floor(trainingLimits.answerPoints / Math.max(1, phases.length));
  const buckets = await selectBuckets(db, { runId, metric, most: Math.min(trainingLimits.seriesPoints, share) });
  return {
    metric,
    phases: phases.map(({ id }) => {
      const own = buckets.filter(({ phaseId }) => phaseId === id);
      return { phaseId: id, of: own[0]?.of ?? 0, points: own.flatMap(pointsOf) };
    }),
  };
}

function pointsOf({ low, high }: { low: [number, number]; high: [number, number] }): [number, number][] {
  const pair: [number, number][] = [
    [low[1], low[0]],
    [high[1], high[0]],
  ];
  if (low[1] === high[1]) return pair.slice(0, 1);
  return low[1] < high[1] ? pair : pair.toReversed();
}

const cursorShape = /^[0-9a-f-]{36}_./;

/** A page of a training’s checkpoints, the last saved first. */
export async function listTrainingCheckpoints(
  db: Db,
  runId: string,
  { cursor, limit }: PageQuery,
): Promise<Page<TrainingCheckpoint>> {
  if (cursor !== undefined && !cursorShape.test(cursor)) throw foreignCursor();
  await loadRun(db, runId);
  const rows = await selectCheckpoints(db, runId, { after: cursor ?? null, limit: limit + 1 });
  return pageOf(rows, limit, ({ id }) => id);
}
