import type { Database, Db } from '@/prisma/client';
import type { Actor } from '../accounts/contract';
import { countTokens } from '../documents/tokens';
import { DomainError } from '../errors';
import { readRow } from '../parse';
import { changeSampleCounts } from '../tree/counts';
import { DecideRequest, type DecideManyRequest, type DecideOutcome } from './contract';
import { findSamples } from './repository';
import {
  addDecisions,
  findLastReviewers,
  findRecorded,
  listPastDecisions,
  lockSamples,
  updateSamples,
  type LastReviewer,
  type LockedSample,
  type NewDecision,
  type PastDecision,
  type RecordedDecision,
} from './repository-decisions';
import { applyDecision, effectiveDecisions, isSameText, textOf } from './state-machine';
import type { SampleStatus } from './vocabulary';

/** Many reviewers may decide on the same samples at once, and wait for row locks. */
const timeouts = { maxWait: 10_000, timeout: 20_000 };

/** Earlier decisions that an undo needs; those of this request are not stored yet. */
type Earlier = Omit<PastDecision, 'seq'>;

type Result = { decision: Decided; outcome: DecideOutcome['outcome']; message?: string };
type Decided = Pick<DecideRequest, 'id' | 'sampleId'>;

/**
 * Checks each decision of a request by itself and records the valid ones. One that cannot be read is answered `refused`
 * with the reason and does not block the others.
 *
 * @throws DomainError `forbidden` when they belong to another person than the one who is signed in.
 */
export async function decideEach(
  db: Database,
  reviewer: Actor,
  { reviewerId, decisions }: DecideManyRequest,
): Promise<DecideOutcome[]> {
  if (reviewerId !== undefined && reviewerId !== reviewer.id) {
    throw new DomainError(
      'forbidden',
      'You are signed in as someone else now. These decisions are sent when their reviewer signs in on this device again.',
    );
  }
  const read = decisions.map((given) => ({ given, ...readRow(DecideRequest, given) }));
  const valid = read.flatMap((each) => ('row' in each ? [each.row] : []));
  const outcomes = valid.length > 0 ? await decideMany(db, reviewer, valid) : [];
  return read.flatMap((each) => ('problem' in each ? refusal(each.given, each.problem) : (outcomes.shift() ?? [])));
}

const refusal = ({ id, sampleId }: Decided, message: string): DecideOutcome => ({
  id,
  sampleId,
  outcome: 'refused',
  message,
  by: null,
  isYours: false,
  sample: null,
});

/**
 * Records a reviewer's decisions and updates their samples: all in one transaction, in the order given.
 *
 * Decisions are only ever added; undo and returning a sample to review are later decisions. Each contains the version
 * of the sample that its reviewer saw. If somebody else decided first, it is answered `conflict` with the sample as it
 * is now and that person's name, and the others are recorded. A decision sent twice (same id) counts once; an id that
 * was used for another decision is `refused`.
 */
export async function decideMany(
  db: Database,
  reviewer: Actor,
  decisions: readonly DecideRequest[],
): Promise<DecideOutcome[]> {
  const results = await db.$transaction((tx) => recordDecisions(tx, reviewer, decisions), timeouts);
  const sampleIds = [...new Set(decisions.map((decision) => decision.sampleId))];
  const conflicting = results.filter((each) => each.outcome === 'conflict').map((each) => each.decision.sampleId);
  const samples = await findSamples(db, sampleIds);
  const firsts = conflicting.length > 0 ? await findLastReviewers(db, conflicting) : new Map<string, LastReviewer>();
  return results.map(({ decision: { id, sampleId }, outcome, message }) => ({
    id,
    sampleId,
    outcome,
    message: message ?? null,
    by: outcome === 'conflict' ? (firsts.get(sampleId)?.name ?? null) : null,
    isYours: outcome === 'conflict' && firsts.get(sampleId)?.reviewerId === reviewer.id,
    sample: samples.get(sampleId) ?? null,
  }));
}

async function recordDecisions(tx: Db, reviewer: Actor, decisions: readonly DecideRequest[]): Promise<Result[]> {
  const sampleIds = [...new Set(decisions.map((decision) => decision.sampleId))];
  const samples = await lockSamples(tx, sampleIds);
  const before = new Map(samples);
  const recorded = await findRecorded(
    tx,
    decisions.flatMap(({ id, after }) => (after ? [id, after] : [id])),
  );
  const histories = await historiesFor(tx, decisions);
  const added: NewDecision[] = [];

  const results = decisions.map((decision): Result => {
    const earlier = recorded.get(decision.id);
    if (earlier) return repeated(decision, earlier, reviewer);
    const sample = samples.get(decision.sampleId);
    if (!sample) return { decision, outcome: 'not_found' };
    if (sample.version !== decision.version) return { decision, outcome: 'conflict' };
    if (sample.status === 'withdrawn') return { decision, outcome: 'refused', message: withdrawn };
    // It builds on a decision that was refused, so its version could match by chance a text that the reviewer never
    // saw.
    if (decision.after && !recorded.has(decision.after)) return { decision, outcome: 'conflict' };
    const history = histories.get(sample.id) ?? [];
    const next = applyDecision(sample, decision, ownLast(history, reviewer));
    if (!next) return { decision, outcome: 'conflict' };
    const entry = newDecision(sample, next, decision, reviewer);
    samples.set(sample.id, next);
    recorded.set(decision.id, entry);
    histories.set(sample.id, [...history, entry]);
    added.push(entry);
    return { decision, outcome: 'recorded' };
  });

  if (added.length === 0) return results;
  await addDecisions(tx, added);
  const moved = [...new Set(added.map((each) => each.sampleId))].flatMap((id) => samples.get(id) ?? []);
  await updateSamples(
    tx,
    moved.map((sample) => withTokens(sample, before.get(sample.id))),
  );
  await changeSampleCounts(tx, countChanges(moved, before));
  return results;
}

const withdrawn =
  'The thresholds of its run were changed, so this sample left the queue. Change them on the run’s page to get it back.';

/** Only an undo needs the history. */
async function historiesFor(tx: Db, decisions: readonly DecideRequest[]): Promise<Map<string, Earlier[]>> {
  const undone = decisions.filter((decision) => decision.verdict === 'undo').map((decision) => decision.sampleId);
  const past = undone.length > 0 ? await listPastDecisions(tx, undone) : [];
  const histories = new Map<string, Earlier[]>();
  for (const decision of past)
    histories.set(decision.sampleId, [...(histories.get(decision.sampleId) ?? []), decision]);
  return histories;
}

/** The same decision again, for example after a lost response, or another one with a used id. */
function repeated(decision: DecideRequest, earlier: RecordedDecision, reviewer: Actor): Result {
  const isSame =
    earlier.sampleId === decision.sampleId &&
    earlier.verdict === decision.verdict &&
    earlier.sampleVersion === decision.version &&
    earlier.reviewerId === reviewer.id;
  if (isSame) return { decision, outcome: 'repeated' };
  const message = 'The id of this decision was already used for another one. Decide again.';
  return { decision, outcome: 'refused', message };
}

/** The newest decision in force, if it is this reviewer's: nobody can undo another person's decision. */
function ownLast(history: readonly Earlier[], reviewer: Actor): Earlier | null {
  const last = effectiveDecisions(history).at(-1);
  return last?.reviewerId === reviewer.id ? last : null;
}

function newDecision(sample: LockedSample, next: LockedSample, decision: DecideRequest, reviewer: Actor): NewDecision {
  const isTextChanged = !isSameText(sample, next);
  const hasChange = decision.verdict === 'edit' || isTextChanged;
  return {
    id: decision.id,
    sampleId: sample.id,
    verdict: decision.verdict,
    reason: decision.verdict === 'reject' ? (decision.reason ?? null) : null,
    note: decision.note ?? null,
    sampleVersion: sample.version,
    statusBefore: sample.status,
    statusAfter: next.status,
    change: hasChange ? { before: textOf(sample), after: textOf(next) } : null,
    reviewerId: reviewer.id,
  };
}

function withTokens(sample: LockedSample, before: LockedSample | undefined) {
  const isChanged = before?.answer !== sample.answer;
  return { ...sample, answerTokens: isChanged ? countTokens(sample.answer) : null };
}

function countChanges(moved: readonly LockedSample[], before: ReadonlyMap<string, LockedSample>) {
  const deltas: { leafId: string; status: SampleStatus; by: number }[] = [];
  for (const { id, leafId, status } of moved) {
    const from = before.get(id)?.status;
    if (!from || from === status) continue;
    deltas.push({ leafId, status: from, by: -1 }, { leafId, status, by: 1 });
  }
  return deltas;
}
