import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '@/prisma/client';
import { DomainError } from '../../errors';
import type { Leases } from '../../jobs/leases';
import { postponeJob, type ClaimedJob } from '../../jobs/queue';
import type { LeafContent } from '../../seeds/contract';
import type { SafetyException } from '../contract-safety';
import type { Thresholds } from '../contract-thresholds';
import type { AnswerStyle } from '../vocabulary-style';
import { Call } from './call';
import { cancelItem, failItem } from './end-item';
import { finishItem } from './finish-item';
import { teacherSeed } from '../pipelines/draw';
import type { ContextOf, Place } from '../pipelines/step-chain';
import { pipelineNamed } from '../pipelines/registry';
import type { Passage } from '../pipelines/define-pipeline';
import type { LeafOfPrompts } from '../runs/prompts';
import type { ItemRow } from './repository-items';
import type { RunInWork } from './run-in-work';
import { sleepItem } from './sleep-item';
import { StoppedError } from '../stopped-error';
import { WaitingError } from '../waiting-error';
import { Slots } from '../teacher/slots';
import { TeacherError } from '../teacher/teacher';

/** After so many tries, an item is given up. */
export const MAX_TRIES = 5;
const AWAY_MS = 1_000;
/**
 * Items that are stored in parallel. The other connections stay free for the journal and the heartbeat, which must not
 * wait.
 */
const STORED_AT_ONCE = 4;

const storing = new Slots(STORED_AT_ONCE);

/** An item with everything that its pipeline needs. */
export type LoadedItem = {
  job: ClaimedJob;
  item: ItemRow;
  revisionId: string;
  content: LeafContent;
  safetyOff: SafetyException[];
  answerStyle: AnswerStyle;
  thresholds: Thresholds;
  /** Its own prompt texts, and what their variables are filled with. */
  ofPrompts: LeafOfPrompts;
  passage: Passage | null;
  /** The contents of the revisions that its input names, and perhaps of others. */
  contents: ReadonlyMap<string, LeafContent>;
};

/**
 * Runs one item through its pipeline and stores the result. Never throws, so that one bad item never stops a run.
 *
 * The item ends done, failed with a reason, asleep until answers come, cancelled with its run, or released because the
 * worker shuts down. If its lease was lost, it does not end here: another worker has it.
 */
export async function workOnItem(
  db: Database,
  run: RunInWork,
  loaded: LoadedItem,
  leases: Leases,
  shutdown: AbortSignal,
): Promise<void> {
  const { job, item } = loaded;
  const lease = leases.hold(job);
  const stop = run.open(item.id, lease);
  try {
    const end = await runItem(db, run, loaded, stop).catch((error: unknown) =>
      endingFor(db, run, loaded, error, leases, shutdown),
    );
    await retryUntilStored(run.runId, lease, end);
  } catch (error) {
    if (!lease.aborted)
      console.error(`Item ${item.id} could not be ended; it is queued again when its lease expires:`, error);
  } finally {
    run.items.delete(item.id);
    run.journal.forget(item.id);
    leases.release(job);
  }
}

/** What remains to be done to end the item, after its pipeline has finished. */
type Ending = () => Promise<unknown>;

async function runItem(db: Database, run: RunInWork, loaded: LoadedItem, stop: AbortSignal): Promise<Ending> {
  const { job, item, content, revisionId, safetyOff, answerStyle } = loaded;
  if (job.tries > MAX_TRIES) {
    const message = job.error ?? 'The worker died each time that it worked on this item.';
    return () => failItem(db, item, job, { kind: 'worker_died', message });
  }
  const pipeline = pipelineNamed(item.pipeline);
  const key = { runSeed: run.run.seed, leafId: item.leafId, contents: loaded.contents };
  const open = pipeline.open(content, item.input, key, loaded.passage);
  const style = { name: answerStyle, seed: teacherSeed(`${key.runSeed}:${key.leafId}:answers`) };
  const rulesOff = new Set(run.run.snapshot.rulesOff);
  const { judgeVotes, asksEveryJudge } = run.run.snapshot;
  const thresholds = { ...loaded.thresholds, ...run.run.snapshot.thresholds };
  const resolve = run.prompts.of(loaded.ofPrompts);
  const contextOf: ContextOf = (place, signal) => ({
    rulesOff,
    safetyOff,
    thresholds,
    asksEveryJudge,
    style,
    votes:
      judgeVotes === 1 ? undefined : { seedOf: (ordinal) => teacherSeed(`${voteKey(run, item, place)}:${ordinal}`) },
    ask: (prompt, values, options = {}) =>
      new Call(run, { item, place }, resolve(prompt), values, options, signal).answer(),
  });
  const result = await open(contextOf, stop);
  const { taxonomyId, isPractice, snapshot } = run.run;
  return () =>
    finishItem(db, {
      item,
      job,
      kind: content.kind,
      taxonomyId,
      isPractice,
      nearDuplicates: snapshot.nearDuplicates,
      evaluationSets: snapshot.evaluationSets,
      pipelineVersion: pipeline.version,
      revisionId,
      result,
    });
}

/** The same for the same row of a run with the same seed. */
const voteKey = ({ run }: RunInWork, { leafId, ordinal }: ItemRow, { step, path }: Place): string =>
  `${run.seed}:${leafId}:${ordinal}:${step}:${path}:vote`;

async function endingFor(
  db: Database,
  run: RunInWork,
  { job, item }: LoadedItem,
  error: unknown,
  leases: Leases,
  shutdown: AbortSignal,
): Promise<Ending> {
  if (shutdown.aborted) return () => leases.putBack([job]);
  if (run.isStopped) {
    await run.ending;
    return () => cancelItem(db, item, job);
  }
  if (error instanceof WaitingError) return () => sleepItem(db, item, job);
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof TeacherError) return () => failItem(db, item, job, { kind: error.kind, message });
  if (error instanceof DomainError) return () => failItem(db, item, job, { kind: error.code, message });
  if (error instanceof StoppedError) return () => postponeJob(db, job, { error: message, delayMs: 0, isSpared: true });
  console.error(`Item ${item.id} failed unexpectedly:`, error);
  if (job.tries >= MAX_TRIES) return () => failItem(db, item, job, { kind: 'internal', message });
  return () => postponeJob(db, job, { error: message, delayMs: 1000 * 4 ** (job.tries - 1) });
}

/** Retries until Postgres is reachable or the lease is lost. Storing a result twice is safe. */
async function retryUntilStored(run: string, lease: AbortSignal, end: Ending): Promise<void> {
  for (let tries = 1; !lease.aborted; tries += 1) {
    const done = await storing.acquire({ run, depth: 0, item: tries }, lease);
    try {
      await end();
      return;
    } catch (error) {
      if (tries >= 60) throw error;
    } finally {
      done();
    }
    await sleep(AWAY_MS);
  }
}
