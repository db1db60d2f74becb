import type { DecideOutcome, DecideRequest, Sample } from '@/taxonomy/review/contract';
import { applyDecision, textOf } from '@/taxonomy/review/state-machine';

/** A decision of this reviewer, with its sample before and after. */
export type Done = { decision: DecideRequest; before: Sample; after: Sample };

/**
 * The reviewer's queue: samples that wait, in order, and those just decided, newest last. It contains everything a key
 * press needs, so that the next sample is shown without asking the server.
 */
export type QueueState = {
  waiting: readonly Sample[];
  /** The index in `waiting` of the sample on screen; negative for decided ones: -1 is the last one. */
  position: number;
  /** Ids of skipped samples, which come after all others; oldest first. */
  skipped: readonly string[];
  done: readonly Done[];
  /** Decisions that were undone and not redone, newest last. */
  undone: readonly Done[];
  counts: Counts;
  /** How much this page changed the counts of each leaf. */
  changes: ReadonlyMap<string, Counts>;
};

type Counts = { pending: number; approved: number; rejected: number };

const noCounts: Counts = { pending: 0, approved: 0, rejected: 0 };

export const emptyQueue: QueueState = {
  waiting: [],
  position: 0,
  skipped: [],
  done: [],
  undone: [],
  counts: noCounts,
  changes: new Map(),
};

/** How many decisions can be undone. */
const UNDO_DEPTH = 200;

/**
 * Decided samples, each once, as they are now; the last decided last. One that was returned to review, or only edited,
 * waits again, even if its page of the queue is not loaded.
 */
export function decidedSamples({ waiting, done }: QueueState): Sample[] {
  const isWaiting = new Set(waiting.map(({ id }) => id));
  const latest = new Map<string, Sample>();
  for (const { after } of done) {
    latest.delete(after.id);
    if (!isWaiting.has(after.id) && after.status !== 'pending') latest.set(after.id, after);
  }
  return [...latest.values()];
}

export const currentSample = (state: QueueState): Sample | null =>
  (state.position < 0 ? decidedSamples(state).at(state.position) : state.waiting[state.position]) ?? null;

const findSample = (state: QueueState, sampleId: string): Sample | undefined =>
  [...state.waiting, ...decidedSamples(state)].find(({ id }) => id === sampleId);

/** Adds a page from the server. Samples that were decided here in the meantime do not come back. */
export function withPage(state: QueueState, items: readonly Sample[], counts: Counts): QueueState {
  const known = new Set([...state.waiting, ...decidedSamples(state)].map(({ id }) => id));
  const waiting = [...state.waiting, ...items.filter(({ id }) => !known.has(id))];
  const shown = state.waiting[state.position];
  const next = skippedLast({ ...state, counts, waiting });
  return shown ? { ...next, position: next.waiting.indexOf(shown) } : next;
}

/** Moves samples that were skipped before the page was loaded to the end again. */
export const withSkipped = (state: QueueState, skipped: readonly string[]): QueueState =>
  skippedLast({ ...state, skipped });

function skippedLast(state: QueueState): QueueState {
  const places = new Map(state.skipped.map((id, place) => [id, place]));
  const placeOf = ({ id }: Sample) => places.get(id) ?? -1;
  return { ...state, waiting: state.waiting.toSorted((a, b) => placeOf(a) - placeOf(b)) };
}

/** The number of waiting samples that were not skipped. */
export const countUnskipped = ({ waiting, skipped }: QueueState): number => {
  const isSkipped = new Set(skipped);
  return waiting.filter(({ id }) => !isSkipped.has(id)).length;
};

/** Removes the decided sample from the queue; an edited one stays, with its new text. */
export function withDecision(state: QueueState, decision: DecideRequest): QueueState {
  const before = findSample(state, decision.sampleId);
  const after = before && applyDecision(before, decision);
  if (!before || !after) return state;
  const done = [...state.done, { decision, before, after }].slice(-UNDO_DEPTH);
  const wasWaiting = state.waiting.some(({ id }) => id === before.id);
  const skipped = after.status === 'pending' ? state.skipped : state.skipped.filter((id) => id !== after.id);
  const base = { ...state, ...counted(state, before, after.status), done, undone: [], skipped };
  if (decision.verdict === 'edit') {
    return { ...base, waiting: replace(state.waiting, after), position: wasWaiting ? state.position : -1 };
  }
  const waiting = state.waiting.filter(({ id }) => id !== before.id);
  const position = state.position >= 0 && state.position < waiting.length ? state.position : 0;
  return { ...base, waiting, position };
}

/** The last decision; or, while a decided sample is on screen, the last one on that sample. */
function toUndo(state: QueueState): Done | undefined {
  const shown = state.position < 0 ? currentSample(state) : null;
  return shown ? state.done.findLast(({ after }) => after.id === shown.id) : state.done.at(-1);
}

/** The current state of a decision's sample; an undo must state its version. */
const sampleNow = ({ waiting }: QueueState, { after }: Done): Sample =>
  waiting.find(({ id }) => id === after.id) ?? after;

type NewDecision = Omit<DecideRequest, 'id'>;

/** The decision that undo sends; null when nothing can be undone. */
export function undoDecision(state: QueueState): NewDecision | null {
  const last = toUndo(state);
  return last ? { sampleId: last.after.id, version: sampleNow(state, last).version, verdict: 'undo' } : null;
}

/** Brings the sample of the last decision back on screen, as it was before it. */
export function withUndo(state: QueueState): QueueState {
  const last = toUndo(state);
  if (!last) return state;
  const now = sampleNow(state, last);
  const change = last.decision.verdict === 'edit' ? { before: textOf(last.before) } : null;
  const restored = applyDecision(now, { verdict: 'undo' }, { statusBefore: last.before.status, change });
  if (!restored) return state;
  const rest = state.done.filter((each) => each !== last);
  const previous = rest.findLast(({ after }) => after.id === restored.id);
  const done = rest.map((each) => (each === previous ? { ...each, after: restored } : each));
  const undone = [...state.undone, { ...last, before: restored }].slice(-UNDO_DEPTH);
  const base = { ...state, ...counted(state, now, restored.status), done, undone };
  const others = state.waiting.filter(({ id }) => id !== restored.id);
  if (restored.status !== 'pending') return { ...base, waiting: others };
  const position = Math.min(Math.max(0, state.position), others.length);
  return { ...base, waiting: insert(others, position, restored), position };
}

/** The decision that redo sends: the one that was undone last, on the sample as it is now. Null when there is none. */
export function redoDecision(state: QueueState): NewDecision | null {
  const last = state.undone.at(-1);
  const sample = last && findSample(state, last.before.id);
  if (!last || !sample) return null;
  const { verdict, reason, note, text } = last.decision;
  return { sampleId: sample.id, version: sample.version, verdict, reason, note, text };
}

export const withRedo = (state: QueueState, decision: DecideRequest): QueueState => ({
  ...withDecision(state, decision),
  undone: state.undone.slice(0, -1),
});

/** Moves the sample on screen to the end. */
export function withSkip(state: QueueState): QueueState {
  const sample = state.position < 0 ? null : currentSample(state);
  if (!sample) return { ...state, position: 0 };
  const waiting = [...state.waiting.filter(({ id }) => id !== sample.id), sample];
  const skipped = [...state.skipped.filter((id) => id !== sample.id), sample.id];
  return { ...state, waiting, skipped, position: state.position < waiting.length - 1 ? state.position : 0 };
}

/** Moves by `by` places without deciding; before the first waiting sample are those just decided. */
export function withStep(state: QueueState, by: number): QueueState {
  const first = -decidedSamples(state).length;
  const last = Math.max(0, state.waiting.length - 1);
  return { ...state, position: Math.max(first, Math.min(last, state.position + by)) };
}

/**
 * Brings the queue in line with the server after a refused decision: the sample is shown as it is now if it still
 * waits, and leaves the queue if somebody else has decided on it. Its counts are corrected.
 */
export function withOutcome(state: QueueState, { outcome, sampleId, sample }: DecideOutcome): QueueState {
  if (outcome === 'recorded' || outcome === 'repeated') return state;
  // The server could not read it: the sample returns to its state before this reviewer's decisions on it.
  const first = state.done.find(({ before }) => before.id === sampleId);
  const waits = state.waiting.some(({ id }) => id === sampleId);
  // An earlier answer has already restored it, and the reviewer may have moved on, so it keeps its place.
  if (!first && waits && (sample ? sample.status === 'pending' : outcome === 'refused')) {
    return { ...state, waiting: sample ? replace(state.waiting, sample) : state.waiting };
  }
  const now = sample ?? (outcome === 'refused' ? (first?.before ?? null) : null);
  const believed = findSample(state, sampleId);
  const counts = believed && now ? counted(state, believed, now.status) : {};
  const waiting = state.waiting.filter(({ id }) => id !== sampleId);
  const done = state.done.filter(({ before }) => before.id !== sampleId);
  const undone = state.undone.filter(({ before }) => before.id !== sampleId);
  const isOpen = now?.status === 'pending';
  const position = Math.min(Math.max(0, state.position), Math.max(0, waiting.length - (isOpen ? 0 : 1)));
  const base = { ...state, ...counts, done, undone, position };
  return { ...base, waiting: isOpen ? insert(waiting, position, now) : waiting };
}

const insert = (samples: readonly Sample[], at: number, sample: Sample): Sample[] => [
  ...samples.slice(0, at),
  sample,
  ...samples.slice(at),
];

const replace = (samples: readonly Sample[], sample: Sample) =>
  samples.map((each) => (each.id === sample.id ? sample : each));

/** The counts after a sample has changed its status, here and in its leaf. */
function counted(
  { counts, changes }: QueueState,
  { leafId, status }: Sample,
  to: Sample['status'],
): Pick<QueueState, 'counts' | 'changes'> {
  if (status === to) return { counts, changes };
  // Withdrawn samples are in no queue, so they have no count.
  const add = (before: Counts, one: Sample['status'], by: number): Counts =>
    one === 'withdrawn' ? before : { ...before, [one]: before[one] + by };
  const moved = (before: Counts): Counts => add(add(before, status, -1), to, 1);
  return { counts: moved(counts), changes: new Map([...changes, [leafId, moved(changes.get(leafId) ?? noCounts)]]) };
}
