import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  currentSample,
  emptyQueue,
  versionToUndo,
  withDecision,
  withOutcome,
  withPage,
  withSkip,
  withStep,
  withUndo,
  type QueueState,
} from '@/components/review/queue-state';
import type { DecideRequest, Sample } from '@/taxonomy/review/contract';

const sample = (id: string, overrides: Partial<Sample> = {}): Sample => ({
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
  judgements: [],
  seedIds: [],
  createdAt: '2026-01-01T00:00:00.000Z',
  ...overrides,
});

const decide = (on: Sample, verdict: DecideRequest['verdict'], rest: Partial<DecideRequest> = {}): DecideRequest => ({
  id: `${on.id}-${verdict}-${on.version}`,
  sampleId: on.id,
  version: on.version,
  verdict,
  ...rest,
});

const desk = (...ids: string[]): QueueState =>
  withPage(
    emptyQueue,
    ids.map((id) => sample(id)),
    { pending: ids.length, approved: 0, rejected: 0 },
  );

const act = (state: QueueState, verdict: 'approve' | 'reject'): QueueState => {
  const on = currentSample(state);
  return on ? withDecision(state, decide(on, verdict)) : state;
};

describe('the reviewer’s desk', () => {
  it('shows the next sample as soon as one is decided', () => {
    const state = act(desk('a', 'b', 'c'), 'approve');
    expect(currentSample(state)?.id).toBe('b');
    expect(state.counts).toEqual({ pending: 2, approved: 1, rejected: 0 });
  });

  it('stays on a sample that was edited and keeps what the teacher wrote', () => {
    const state = desk('a');
    const text = { context: null, question: 'Better?', answer: 'Better.' };
    const edited = withDecision(state, decide(currentSample(state)!, 'edit', { text }));
    expect(currentSample(edited)).toMatchObject({ ...text, version: 1, original: { question: 'Question a' } });
  });

  it('brings the last decided sample back on undo, one version on', () => {
    const state = act(desk('a', 'b'), 'reject');
    expect(versionToUndo(state)).toBe(1);
    const undone = withUndo(state);
    expect(currentSample(undone)).toMatchObject({ id: 'a', status: 'pending', version: 2 });
    expect(undone.counts).toEqual({ pending: 2, approved: 0, rejected: 0 });
  });

  it('takes back the edit too, on the version that the first undo made', () => {
    const text = { context: null, question: 'Better?', answer: 'Better.' };
    const edited = withDecision(desk('a', 'b'), decide(sample('a'), 'edit', { text }));
    const approved = withDecision(edited, decide(currentSample(edited)!, 'approve'));
    expect(versionToUndo(approved)).toBe(2);
    const once = withUndo(approved);
    expect(currentSample(once)).toMatchObject({ ...text, version: 3 });
    expect(versionToUndo(once)).toBe(3);
    expect(currentSample(withUndo(once))).toMatchObject({ question: 'Question a', original: null, version: 4 });
  });

  it('names the version at which the server will hold the sample, whatever was done and undone', () => {
    const acts = fc.array(fc.constantFrom('approve', 'reject', 'edit', 'undo', 'skip'), { maxLength: 30 });
    fc.assert(
      fc.property(acts, (given) => {
        let state = desk('a', 'b', 'c');
        const versions = new Map<string, number>();
        const record = (id: string, seen: number) => {
          expect(seen).toBe(versions.get(id) ?? 0);
          versions.set(id, seen + 1);
        };
        for (const verdict of given) {
          const on = currentSample(state);
          const last = state.done.at(-1);
          if (verdict === 'skip') state = withSkip(state);
          else if (verdict === 'undo') {
            if (last) record(last.before.id, versionToUndo(state));
            state = withUndo(state);
          } else if (on) {
            record(on.id, on.version);
            const text = { context: null, question: `${on.question}!`, answer: on.answer };
            state = withDecision(state, decide(on, verdict, verdict === 'edit' ? { text } : {}));
          }
        }
      }),
    );
  });

  it('puts a skipped sample behind the others', () => {
    const state = withSkip(desk('a', 'b', 'c'));
    expect(state.waiting.map(({ id }) => id)).toEqual(['b', 'c', 'a']);
    expect(currentSample(state)?.id).toBe('b');
  });

  it('never brings back what was decided here when a later page still holds it', () => {
    const state = withPage(act(desk('a', 'b'), 'approve'), [sample('a'), sample('c')], desk('x').counts);
    expect(state.waiting.map(({ id }) => id)).toEqual(['b', 'c']);
  });

  it('takes a sample off the desk when somebody else was first', () => {
    const state = act(desk('a', 'b'), 'approve');
    const refused = withOutcome(state, {
      id: 'x',
      sampleId: 'a',
      outcome: 'conflict',
      by: 'Bob',
      isYours: false,
      sample: sample('a', { status: 'rejected', version: 1 }),
    });
    expect(refused.done).toEqual([]);
    expect(refused.waiting.map(({ id }) => id)).toEqual(['b']);
    expect(refused.counts).toEqual({
      ...state.counts,
      approved: state.counts.approved - 1,
      rejected: state.counts.rejected + 1,
    });
  });

  it('shows a sample again, as it now is, when it was changed but not decided', () => {
    const state = act(desk('a', 'b'), 'approve');
    const changed = sample('a', { version: 3, question: 'New words' });
    const refused = withOutcome(state, {
      id: 'x',
      sampleId: 'a',
      outcome: 'conflict',
      by: 'Bob',
      isYours: false,
      sample: changed,
    });
    expect(currentSample(refused)).toEqual(changed);
  });

  it('is as before after any decisions are all undone', () => {
    const verdicts = fc.array(fc.constantFrom('approve' as const, 'reject' as const), { maxLength: 20 });
    fc.assert(
      fc.property(verdicts, fc.array(fc.integer({ min: -3, max: 3 })), (given, steps) => {
        let state = desk('a', 'b', 'c', 'd', 'e', 'f', 'g');
        const before = state;
        for (const by of steps) state = withStep(state, by);
        for (const verdict of given) state = act(state, verdict);
        while (state.done.length > 0) state = withUndo(state);
        expect(state.waiting.map(({ id }) => id).toSorted()).toEqual(before.waiting.map(({ id }) => id).toSorted());
        expect(state.counts).toEqual(before.counts);
      }),
    );
  });
});
