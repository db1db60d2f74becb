import type { Database, Db } from '@/prisma/client';
import type { Actor } from '../accounts/contract';
import { countTokens } from '../documents/tokens';
import { changeSampleCounts } from '../tree/counts';
import type { DecideOutcome, DecideRequest, SampleText } from './contract';
import {
  addDecisions,
  findLastReviewers,
  findRecorded,
  findSamples,
  listPastDecisions,
  lockSamples,
  updateSamples,
  type LastReviewer,
  type LockedSample,
  type NewDecision,
  type PastDecision,
} from './repository';
import type { SampleStatus } from './vocabulary';

/** Many reviewers may decide on the same samples at once; they queue for the rows' locks. */
const patience = { maxWait: 10_000, timeout: 20_000 };

type Result = { decision: DecideRequest; outcome: DecideOutcome['outcome'] };

/**
 * Records a reviewer's decisions and moves their samples: all in one transaction, in the order given.
 *
 * Decisions are only ever added; undo and putting back to review are later decisions. Each names the version of the
 * sample that its reviewer saw: when somebody was first, that one is answered `conflict` with the sample as it now
 * stands and who was first, and the others go through. A decision sent twice (same id) counts once.
 */
export async function decideMany(
  db: Database,
  reviewer: Actor,
  decisions: readonly DecideRequest[],
): Promise<DecideOutcome[]> {
  const results = await db.$transaction((tx) => recordDecisions(tx, reviewer, decisions), patience);
  const sampleIds = [...new Set(decisions.map((decision) => decision.sampleId))];
  const conflicting = results.filter((each) => each.outcome === 'conflict').map((each) => each.decision.sampleId);
  const samples = await findSamples(db, sampleIds);
  const firsts = conflicting.length > 0 ? await findLastReviewers(db, conflicting) : new Map<string, LastReviewer>();
  return results.map(({ decision: { id, sampleId }, outcome }) => ({
    id,
    sampleId,
    outcome,
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
    const sample = samples.get(decision.sampleId);
    if (recorded.has(decision.id)) return { decision, outcome: 'repeated' };
    if (!sample) return { decision, outcome: 'not_found' };
    if (sample.version !== decision.version) return { decision, outcome: 'conflict' };
    // Its version was reckoned from a decision that was refused: it may fit by chance, on words nobody saw here.
    if (decision.after && !recorded.has(decision.after)) return { decision, outcome: 'conflict' };
    const history = histories.get(sample.id) ?? [];
    const next = applyDecision(sample, decision, history, reviewer);
    if (!next) return { decision, outcome: 'conflict' };
    const entry = newDecision(sample, next, decision, reviewer);
    samples.set(sample.id, next);
    recorded.add(decision.id);
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

/** Only an undo has to look back; the rest is decided on the sample alone. */
async function historiesFor(tx: Db, decisions: readonly DecideRequest[]): Promise<Map<string, PastDecision[]>> {
  const undone = decisions.filter((decision) => decision.verdict === 'undo').map((decision) => decision.sampleId);
  const past = undone.length > 0 ? await listPastDecisions(tx, undone) : [];
  const histories = new Map<string, PastDecision[]>();
  for (const decision of past)
    histories.set(decision.sampleId, [...(histories.get(decision.sampleId) ?? []), decision]);
  return histories;
}

const textOf = ({ context, question, answer }: SampleText): SampleText => ({ context, question, answer });

/** The sample after a decision, or null when there is nothing of this reviewer's to undo. */
function applyDecision(
  sample: LockedSample,
  decision: DecideRequest,
  history: readonly PastDecision[],
  reviewer: Actor,
): LockedSample | null {
  const next = { ...sample, version: sample.version + 1 };
  switch (decision.verdict) {
    case 'approve':
      return { ...next, status: 'approved' };
    case 'reject':
      return { ...next, status: 'rejected' };
    case 'reopen':
      return { ...next, status: 'pending' };
    case 'edit':
      return decision.text ? { ...next, ...textOf(decision.text), original: sample.original ?? textOf(sample) } : null;
    case 'undo': {
      const last = lastStanding(history);
      if (!last || last.reviewerId !== reviewer.id) return null;
      return { ...next, status: last.statusBefore, ...last.change?.before, ...originalBefore(sample, last) };
    }
  }
}

/** Undoing the edit that first left the teacher's words brings them back: nothing is edited any more. */
function originalBefore(sample: LockedSample, last: PastDecision): { original?: null } {
  if (!last.change || !sample.original) return {};
  const isFirstEdit = JSON.stringify(textOf(last.change.before)) === JSON.stringify(textOf(sample.original));
  return isFirstEdit ? { original: null } : {};
}

/** The newest decision that no later undo has taken back. */
export function lastStanding<D extends { verdict: string }>(history: readonly D[]): D | null {
  const standing: D[] = [];
  for (const decision of history) {
    if (decision.verdict === 'undo') standing.pop();
    else standing.push(decision);
  }
  return standing.at(-1) ?? null;
}

function newDecision(sample: LockedSample, next: LockedSample, decision: DecideRequest, reviewer: Actor): NewDecision {
  const isTextChanged = JSON.stringify(textOf(sample)) !== JSON.stringify(textOf(next));
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
