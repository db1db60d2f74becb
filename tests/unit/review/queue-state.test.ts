import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  countUnskipped,
  currentSample,
  decidedSamples,
  emptyQueue,
  redoDecision,
  undoDecision,
  withDecision,
  withOutcome,
  withPage,
  withRedo,
  withSkip,
  withSkipped,
  withStep,
  withUndo,
} from '@/components/review/queue-state';
import { act, decide, desk, sample, Server } from '../../support/queue-states';

describe('the review queue', () => {
  it('shows the next sample as soon as one is decided', () => {
    const state = act(desk('a', 'b', 'c'), 'approve');
    expect(currentSample(state)?.id).toBe('b');
    expect(state.counts).toEqual({ pending: 2, approved: 1, rejected: 0 });
  });

  it('counts the changes of this page by leaf', () => {
    const leaves = [sample('a'), sample('b', { leafId: 'other' }), sample('c')];
    const start = withPage(emptyQueue, leaves, { pending: 3, approved: 0, rejected: 0 });
    const state = act(act(act(start, 'approve'), 'reject'), 'reject');
    expect(state.changes).toEqual(
      new Map([
        ['leaf', { pending: -2, approved: 1, rejected: 1 }],
        ['other', { pending: -1, approved: 0, rejected: 1 }],
      ]),
    );
    const undone = withUndo(withUndo(withUndo(state)));
    expect(Array.from(undone.changes.values(), ({ pending }) => pending)).toEqual([0, 0]);
  });

  it("stays on an edited sample and keeps the teacher's text", () => {
    const state = desk('a');
    const text = { context: null, question: 'Better?', answer: 'Better.' };
    const edited = withDecision(state, decide(currentSample(state)!, 'edit', { text }));
    expect(currentSample(edited)).toMatchObject({ ...text, version: 1, original: { question: 'Question a' } });
  });

  it('brings the last decided sample back on undo, with the next version', () => {
    const state = act(desk('a', 'b'), 'reject');
    expect(undoDecision(state)?.version).toBe(1);
    const undone = withUndo(state);
    expect(currentSample(undone)).toMatchObject({ id: 'a', status: 'pending', version: 2 });
    expect(undone.counts).toEqual({ pending: 2, approved: 0, rejected: 0 });
  });

  it('undoes the edit too, on the version that the first undo made', () => {
    const text = { context: null, question: 'Better?', answer: 'Better.' };
    const edited = withDecision(desk('a', 'b'), decide(sample('a'), 'edit', { text }));
    const approved = withDecision(edited, decide(currentSample(edited)!, 'approve'));
    expect(undoDecision(approved)?.version).toBe(2);
    const once = withUndo(approved);
    expect(currentSample(once)).toMatchObject({ ...text, version: 3 });
    expect(undoDecision(once)?.version).toBe(3);
    expect(currentSample(withUndo(once))).toMatchObject({ question: 'Question a', original: null, version: 4 });
  });

  it("matches the server's samples, whatever is done, undone, redone and viewed again", () => {
    const acts = fc.array(fc.constantFrom('approve', 'reject', 'edit', 'undo', 'redo', 'skip', 'next', 'back'), {
      maxLength: 40,
    });
    fc.assert(
      fc.property(acts, (given) => {
        let state = desk('a', 'b', 'c');
        const server = new Server(state.waiting);
        for (const act of given) {
          const on = currentSample(state);
          if (act === 'skip') state = withSkip(state);
          else if (act === 'next' || act === 'back') state = withStep(state, act === 'next' ? 1 : -1);
          else if (act === 'undo' || act === 'redo') {
            const decision = act === 'undo' ? undoDecision(state) : redoDecision(state);
            if (!decision) continue;
            const whole = { id: server.nextId(), ...decision };
            server.record(whole);
            state = act === 'undo' ? withUndo(state) : withRedo(state, whole);
          } else if (on) {
            const text = { context: null, question: `${on.question}!`, answer: on.answer };
            const decision = { ...decide(on, act, act === 'edit' ? { text } : {}), id: server.nextId() };
            server.record(decision);
            state = withDecision(state, decision);
          }
          for (const each of [...state.waiting, ...decidedSamples(state)])
            expect(each).toEqual(server.samples.get(each.id));
        }
      }),
    );
  });

  it('returns to the sample just decided, where it can be decided again or undone', () => {
    const state = act(act(desk('a', 'b', 'c'), 'approve'), 'reject');
    const back = withStep(state, -1);
    expect(currentSample(back)).toMatchObject({ id: 'b', status: 'rejected' });
    expect(currentSample(withStep(back, -5))).toMatchObject({ id: 'a', status: 'approved' });
    expect(currentSample(withStep(back, 1))).toMatchObject({ id: 'c' });
    const again = act(back, 'approve');
    expect(currentSample(again)?.id).toBe('c');
    expect(again.counts).toEqual({ pending: 1, approved: 2, rejected: 0 });
    const first = withStep(withStep(state, -1), -1);
    expect(undoDecision(first)).toMatchObject({ sampleId: 'a', version: 1 });
    expect(currentSample(withUndo(first))).toMatchObject({ id: 'a', status: 'pending', version: 2 });
  });

  it('decides again what was undone, on redo', () => {
    const undone = withUndo(act(desk('a', 'b'), 'approve'));
    const redo = redoDecision(undone);
    expect(redo).toMatchObject({ sampleId: 'a', version: 2, verdict: 'approve' });
    const redone = withRedo(undone, { id: 'again', ...redo! });
    expect(currentSample(redone)?.id).toBe('b');
    expect(redoDecision(redone)).toBeNull();
    expect(redoDecision(act(undone, 'reject'))).toBeNull();
  });

  it('shows a sample in its earlier state when the server could not read its edit', () => {
    const text = { context: null, question: 'Q', answer: 'x \u0000 y' };
    const state = withDecision(desk('a', 'b'), decide(sample('a'), 'edit', { text }));
    const refused = withOutcome(state, {
      id: 'x',
      sampleId: 'a',
      outcome: 'refused',
      message: 'It has a NUL.',
      by: null,
      isYours: false,
      sample: null,
    });
    expect(currentSample(refused)).toEqual(sample('a'));
    expect(refused.done).toEqual([]);
  });

  it('keeps a skipped sample in its place when a second answer refuses a decision built on the first', () => {
    const refusal = { id: 'x', sampleId: 'a', message: 'It has a NUL.', by: null, isYours: false } as const;
    const once = withOutcome(act(desk('a', 'b', 'c'), 'approve'), { ...refusal, outcome: 'refused', sample: null });
    const skipped = withSkip(once);
    for (const second of [
      { ...refusal, outcome: 'refused', sample: null },
      { ...refusal, outcome: 'conflict', sample: sample('a') },
    ] as const)
      expect(withOutcome(skipped, second)).toEqual(skipped);
    expect(skipped.waiting.map(({ id }) => id)).toEqual(['b', 'c', 'a']);
  });

  it('moves a skipped sample behind the others', () => {
    const state = withSkip(desk('a', 'b', 'c'));
    expect(state.waiting.map(({ id }) => id)).toEqual(['b', 'c', 'a']);
    expect(currentSample(state)?.id).toBe('b');
  });

  it('keeps skipped samples last, on a later page and after a reload', () => {
    const skipped = withSkip(withSkip(desk('a', 'b', 'c', 'd')));
    const later = withPage(skipped, [sample('e')], desk('x').counts);
    expect(later.waiting.map(({ id }) => id)).toEqual(['c', 'd', 'e', 'a', 'b']);
    expect(countUnskipped(later)).toBe(3);
    const reloaded = withSkipped(desk('a', 'b', 'c', 'd'), ['b', 'gone', 'a']);
    expect(reloaded.waiting.map(({ id }) => id)).toEqual(['c', 'd', 'b', 'a']);
    expect(currentSample(reloaded)?.id).toBe('c');
  });

  it('stays on the sample on screen when a page puts others before it', () => {
    const last = withStep(withSkip(desk('a', 'b')), 1);
    expect(currentSample(last)?.id).toBe('a');
    expect(currentSample(withPage(last, [sample('c')], desk('x').counts))?.id).toBe('a');
  });

  it('no longer counts a skipped sample as skipped after it is decided', () => {
    const skipped = withStep(withSkip(desk('a', 'b')), 1);
    expect(act(skipped, 'approve').skipped).toEqual([]);
  });

  it('never brings back a decided sample that a later page still contains', () => {
    const state = withPage(act(desk('a', 'b'), 'approve'), [sample('a'), sample('c')], desk('x').counts);
    expect(state.waiting.map(({ id }) => id)).toEqual(['b', 'c']);
  });

  it('removes a sample when someone else was first', () => {
    const state = act(desk('a', 'b'), 'approve');
    const refused = withOutcome(state, {
      id: 'x',
      sampleId: 'a',
      outcome: 'conflict',
      message: null,
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

  it('shows a sample again, in its current state, when it was changed but not decided', () => {
    const state = act(desk('a', 'b'), 'approve');
    const changed = sample('a', { version: 3, question: 'New words' });
    const refused = withOutcome(state, {
      id: 'x',
      sampleId: 'a',
      outcome: 'conflict',
      message: null,
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
