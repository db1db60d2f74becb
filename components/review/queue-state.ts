import type { DecideOutcome, DecideRequest, Sample, SampleText } from '@/taxonomy/review/contract';

/** A sample that this reviewer has decided on, as it was before. */
export type Done = { decision: DecideRequest; before: Sample };

/**
 * The reviewer's desk: samples that wait, in order, and those just decided, newest last.
 * Everything a key press needs is here, so the next sample is painted without asking anybody.
 */
export type QueueState = {
  waiting: readonly Sample[];
  /** Which of `waiting` is on screen. */
  position: number;
  done: readonly Done[];
  counts: { pending: number; approved: number; rejected: number };
};

export const emptyQueue: QueueState = {
  waiting: [],
  position: 0,
  done: [],
  counts: { pending: 0, approved: 0, rejected: 0 },
};

/** How many decisions can be taken back. */
const UNDO_DEPTH = 200;

export const currentSample = (state: QueueState): Sample | null => state.waiting[state.position] ?? null;

/** Adds a page that the server gave. What was decided here in the meantime does not come back. */
export function withPage(state: QueueState, items: readonly Sample[], counts: QueueState['counts']): QueueState {
  const known = new Set([...state.waiting.map(({ id }) => id), ...state.done.map(({ before }) => before.id)]);
  return { ...state, counts, waiting: [...state.waiting, ...items.filter(({ id }) => !known.has(id))] };
}

/** The sample as it will be once the server has recorded the decision. */
function afterDecision(sample: Sample, { verdict, text }: DecideRequest): Sample {
  const next = { ...sample, version: sample.version + 1 };
  if (verdict === 'approve') return { ...next, status: 'approved' };
  if (verdict === 'reject') return { ...next, status: 'rejected' };
  if (verdict === 'edit' && text) return { ...next, ...text, original: sample.original ?? textOf(sample) };
  return next;
}

export const textOf = ({ context, question, answer }: SampleText): SampleText => ({ context, question, answer });

/** Takes the decided sample off the desk; an edit leaves it there, changed. */
export function withDecision(state: QueueState, decision: DecideRequest): QueueState {
  const before = state.waiting.find(({ id }) => id === decision.sampleId);
  if (!before) return state;
  const after = afterDecision(before, decision);
  const done = [...state.done, { decision, before }].slice(-UNDO_DEPTH);
  if (decision.verdict === 'edit') return { ...state, done, waiting: replace(state.waiting, after) };
  const waiting = state.waiting.filter(({ id }) => id !== before.id);
  const position = state.position < waiting.length ? state.position : 0;
  return { ...state, done, waiting, position, counts: moved(state.counts, before.status, after.status) };
}

/** The version at which the sample of the last decision stands, which an undo has to name: undoing makes one too. */
export function versionToUndo({ waiting, done }: QueueState): number {
  const before = done.at(-1)?.before;
  if (!before) return 0;
  const onDesk = waiting.find(({ id }) => id === before.id);
  return onDesk ? onDesk.version : before.version + 1;
}

/** Brings the last decided sample back on screen, as it was. */
export function withUndo(state: QueueState): QueueState {
  const last = state.done.at(-1);
  if (!last) return state;
  const after = afterDecision(last.before, last.decision);
  const restored = { ...last.before, version: versionToUndo(state) + 1 };
  const others = state.waiting.filter(({ id }) => id !== restored.id);
  const position = Math.min(state.position, others.length);
  return {
    ...state,
    done: state.done.slice(0, -1),
    waiting: [...others.slice(0, position), restored, ...others.slice(position)],
    position,
    counts: moved(state.counts, after.status, restored.status),
  };
}

/** Puts the sample on screen behind all others. */
export function withSkip(state: QueueState): QueueState {
  const sample = currentSample(state);
  if (!sample) return state;
  const waiting = [...state.waiting.filter(({ id }) => id !== sample.id), sample];
  return { ...state, waiting, position: state.position < waiting.length - 1 ? state.position : 0 };
}

/** Looks at the sample `by` places on without deciding. */
export function withStep(state: QueueState, by: number): QueueState {
  const position = Math.max(0, Math.min(state.waiting.length - 1, state.position + by));
  return { ...state, position };
}

/**
 * Makes the desk agree with the server after a refused decision: the sample is shown as it now is if it
 * still waits, and leaves the desk if somebody else has decided on it. What was counted for it is put right.
 */
export function withOutcome(state: QueueState, { outcome, sampleId, sample }: DecideOutcome): QueueState {
  if (outcome === 'recorded' || outcome === 'repeated') return state;
  const believed = believedStatus(state, sampleId);
  const counts = believed && sample ? moved(state.counts, believed, sample.status) : state.counts;
  const waiting = state.waiting.filter(({ id }) => id !== sampleId);
  const done = state.done.filter(({ before }) => before.id !== sampleId);
  const isOpen = sample?.status === 'pending';
  const position = Math.min(state.position, Math.max(0, waiting.length - (isOpen ? 0 : 1)));
  if (!isOpen) return { ...state, counts, done, waiting, position };
  return {
    ...state,
    counts,
    done,
    position,
    waiting: [...waiting.slice(0, position), sample, ...waiting.slice(position)],
  };
}

/** Where the desk has counted a sample until now; null when it knows nothing of it. */
function believedStatus({ waiting, done }: QueueState, sampleId: string): Sample['status'] | null {
  const waits = waiting.find(({ id }) => id === sampleId);
  if (waits) return waits.status;
  const last = done.findLast(({ before }) => before.id === sampleId);
  return last ? afterDecision(last.before, last.decision).status : null;
}

const replace = (samples: readonly Sample[], sample: Sample) =>
  samples.map((each) => (each.id === sample.id ? sample : each));

const moved = (counts: QueueState['counts'], from: Sample['status'], to: Sample['status']): QueueState['counts'] =>
  from === to ? counts : { ...counts, [from]: counts[from] - 1, [to]: counts[to] + 1 };
