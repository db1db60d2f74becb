import { expect } from 'vitest';
import { currentSample, emptyQueue, withDecision, withPage, type QueueState } from '@/components/review/queue-state';
import type { DecideRequest, Sample } from '@/taxonomy/review/contract';
import { applyDecision, effectiveDecisions, textOf } from '@/taxonomy/review/state-machine';

export const sample = (id: string, overrides: Partial<Sample> = {}): Sample => ({
  id,
  seq: id,
  leafId: 'leaf',
  leafName: 'Leaf',
  runId: 'run',
  kind: 'freeform',
  status: 'pending',
  version: 0,
  context: null,
  question: `Question ${id}`,
  answer: 'Answer',
  original: null,
  isPractice: true,
  heldReason: null,
  isDisputed: false,
  judgements: [],
  seedIds: [],
  pipeline: 'freeform',
  marks: [],
  createdAt: '2026-01-01T00:00:00.000Z',
  ...overrides,
});

export const decide = (
  on: Sample,
  verdict: DecideRequest['verdict'],
  rest: Partial<DecideRequest> = {},
): DecideRequest => ({
  id: `${on.id}-${verdict}-${on.version}`,
  sampleId: on.id,
  version: on.version,
  verdict,
  ...rest,
});

export const desk = (...ids: string[]): QueueState =>
  withPage(
    emptyQueue,
    ids.map((id) => sample(id)),
    { pending: ids.length, approved: 0, rejected: 0 },
  );

export const act = (state: QueueState, verdict: 'approve' | 'reject'): QueueState => {
  const on = currentSample(state);
  return on ? withDecision(state, decide(on, verdict)) : state;
};

/** Applies decisions as the server does: the version must match, and an undo reverts the last decision in force. */
export class Server {
  readonly samples: Map<string, Sample>;
  private readonly history: { sampleId: string; verdict: string; statusBefore: Sample['status']; before: Sample }[] =
    [];
  private ids = 0;

  constructor(samples: readonly Sample[]) {
    this.samples = new Map(samples.map((each) => [each.id, each]));
  }

  nextId = () => `decision ${this.ids++}`;

  record(decision: DecideRequest): void {
    const sample = this.samples.get(decision.sampleId)!;
    expect(decision.version).toBe(sample.version);
    const last = effectiveDecisions(this.history.filter(({ sampleId }) => sampleId === sample.id)).at(-1);
    const undoable = last && {
      statusBefore: last.statusBefore,
      change: last.verdict === 'edit' ? { before: textOf(last.before) } : null,
    };
    this.samples.set(sample.id, applyDecision(sample, decision, undoable)!);
    const { verdict } = decision;
    this.history.push({ sampleId: sample.id, verdict, statusBefore: sample.status, before: sample });
  }
}
