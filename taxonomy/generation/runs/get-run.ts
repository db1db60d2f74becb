import type { Database, Db } from '@/prisma/client';
import type { Page } from '../../contract';
import { DomainError } from '../../errors';
import { makeShare } from '../../share';
import { momentCursor, pageOf, readMoment } from '../../paging';
import { getTheTaxonomy } from '../../tree/nodes';
import type { FunnelStep, RunDetail, RunSummary, RunsQuery } from '../contract';
import { remainingSeconds } from './remaining';
import {
  countMarked,
  countReasons,
  selectFunnel,
  findRun,
  selectLostReplies,
  selectRuns,
  sumShortfall,
  type Bar,
  type ReasonCount,
  type RunRow,
} from './repository-views';
import { groupErrors } from './repository-errors';
import { labelOf } from '../pipelines/step-labels';
import { listRunLeaves } from './list-run-leaves';
import { isPriced } from './snapshot';
import { isOver } from '../vocabulary';
import { isReason } from '../vocabulary-rows';

/** How many entries of long lists are shown at first. */
const LEAVES_SHOWN = 40;
const SKIPPED_SHOWN = 200;
const REPLIES_SHOWN = 3;
const ERRORS_SHOWN = 50;

/** @throws DomainError `not_found` */
export async function getRunSummary(db: Db, runId: string): Promise<RunSummary> {
  return toSummary(await getRow(db, runId));
}

const shareRun = makeShare<RunDetail>();

/** A run: its progress, its funnel, what went wrong, and its first leaves. Those who ask at the same time share it. */
export const getRun = (db: Db, runId: string): Promise<RunDetail> => shareRun(db, runId, () => readRun(db, runId));

async function readRun(db: Db, runId: string): Promise<RunDetail> {
  const row = await getRow(db, runId);
  const isEnd = isOver(row.state);
  const [bars, reasons, leaves, errors, shortfall, replies, marked] = await Promise.all([
    selectFunnel(db, runId),
    countReasons(db, runId),
    listRunLeaves(db, runId, { limit: LEAVES_SHOWN }),
    groupErrors(db, runId, ERRORS_SHOWN),
    isEnd ? sumShortfall(db, runId) : null,
    row.state === 'nothing_kept' ? selectLostReplies(db, runId, REPLIES_SHOWN) : [],
    countMarked(db, runId),
  ]);
  const { prompts } = row;
  const {
    skipped,
    teacher,
    judge,
    judgeVotes,
    rulesOff,
    nearDuplicates,
    isRepeated,
    isTrial,
    batch,
    pipelines,
    price,
  } = row.snapshot;
  const { thresholds, asksEveryJudge, evaluationSets } = row.snapshot;
  return {
    ...toSummary(row),
    seed: row.seed,
    target: row.target,
    error: row.error,
    price,
    judge: judge && { name: judge.name, model: judge.model, price: judge.price },
    judgeVotes,
    ...marked,
    lastFailure: row.lastFailure,
    restsSince: row.restsSince,
    restSeconds: row.snapshot.restSeconds,
    remainingSeconds: remainingSeconds(row, new Date()),
    funnel: bars.map((bar) => toFunnelStep(bar, reasons)),
    shortfall: shortfall && shortfall.missing > 0 ? shortfall : null,
    continuesId: row.continuesId,
    continuedById: row.continuedById,
    lostReplies: replies.flatMap(({ pipeline, step, reason, detail, text }) =>
      isReason(reason) ? [{ stepLabel: labelOf(pipeline, step), reason, detail, text }] : [],
    ),
    leaves: leaves.items,
    leavesCursor: leaves.nextCursor,
    errors,
    skipped: skipped.slice(0, SKIPPED_SHOWN),
    prompts: prompts.map(({ name, version, own, leaves: withOwn = 0 }) => ({
      name,
      version,
      own: own?.number ?? null,
      leaves: withOwn,
    })),
    rulesOff,
    nearDuplicates,
    isRepeated,
    isTrial,
    batch,
    pipelines,
    asksEveryJudge,
    redecided: redecidedOf(row, bars),
    parameters: {
      teacher,
      judge,
      judgesInJson: row.snapshot.judgesInJson,
      judgeVotes,
      rulesOff,
      nearDuplicates,
      evaluationSets,
      pipelines,
      thresholds,
      asksEveryJudge,
      price,
      prompts: prompts.map(({ name, version, own, temperature, maxTokens }) => ({
        name,
        version,
        own: own?.number ?? null,
        temperature,
        maxTokens,
      })),
    },
  };
}

/** The funnel shows what the run itself kept; later changes of thresholds may have moved rows since. */
function redecidedOf({ samplesKept, isRedecided }: RunRow, bars: readonly Bar[]): RunDetail['redecided'] {
  if (!isRedecided) return null;
  const before = bars
    .filter(({ pipeline, ordinal }) => !bars.some((bar) => bar.pipeline === pipeline && bar.ordinal > ordinal))
    .reduce((sum, { kept }) => sum + kept, 0);
  return { before, after: samplesKept };
}

const shareRuns = makeShare<Page<RunSummary>>();

/** Runs, newest first, of one leaf if it is given. The cursor is the last one that was shown. */
export const listRuns = (db: Database, query: RunsQuery): Promise<Page<RunSummary>> =>
  shareRuns(db, JSON.stringify(query), () => readRuns(db, query));

async function readRuns(db: Database, { cursor, limit, leaf }: RunsQuery): Promise<Page<RunSummary>> {
  const { id: taxonomyId } = await getTheTaxonomy(db);
  const leafId = leaf ?? null;
  const rows = await selectRuns(db, { taxonomyId, leafId, before: readMoment(cursor), limit: limit + 1 });
  const page = pageOf(rows, limit, momentCursor);
  return { ...page, items: page.items.map(toSummary) };
}

async function getRow(db: Db, runId: string): Promise<RunRow> {
  const row = await findRun(db, runId);
  if (!row) throw new DomainError('not_found', 'There is no such run. Go back to the list of runs.');
  return row;
}

const toSummary = (row: RunRow): RunSummary => ({
  ...costsOf(row),
  id: row.id,
  state: row.state,
  isStalled: row.isStalled,
  teacherName: row.teacherName,
  model: row.snapshot.teacher.model,
  isPractice: row.isPractice,
  isWhole: row.snapshot.scope?.length === 0,
  leafCount: row.leafCount,
  leafNames: row.leafNames,
  itemsTotal: row.itemsTotal,
  itemsDone: row.itemsDone,
  itemsFailed: row.itemsFailed,
  calls: row.calls,
  failedCalls: row.failedCalls,
  maxCalls: row.maxCalls,
  maxTokens: row.maxTokens,
  maxMinutes: row.maxMinutes,
  samplesKept: row.samplesKept,
  rowsDropped: row.rowsDropped,
  promptTokens: row.promptTokens,
  completionTokens: row.completionTokens,
  startedBy: row.startedBy,
  createdAt: row.createdAt,
  startedAt: row.startedAt,
  finishedAt: row.finishedAt,
});

/** A run without known prices has no cost, not a cost of 0. */
function costsOf({
  cost,
  maxCost,
  samplesKept,
  snapshot,
}: RunRow): Pick<RunSummary, 'cost' | 'costPerSample' | 'maxCost'> {
  if (!isPriced(snapshot)) return { cost: null, costPerSample: null, maxCost };
  return { cost, costPerSample: samplesKept > 0 ? Math.ceil(cost / samplesKept) : null, maxCost };
}

const toFunnelStep = (bar: Bar, reasons: ReasonCount[]): FunnelStep => ({
  ...bar,
  label: labelOf(bar.pipeline, bar.step),
  reasons: reasons.flatMap(({ pipeline, step, reason, count }) =>
    pipeline === bar.pipeline && step === bar.step && isReason(reason) ? [{ reason, count }] : [],
  ),
});
