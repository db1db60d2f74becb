import { describe, expect, it } from 'vitest';
import {
  currentSample,
  emptyQueue,
  undoDecision,
  withDecision,
  withPage,
  withStep,
  withUndo,
} from '@/components/review/queue-state';
import { withUndoable, withUnsent } from '@/components/review/restored-queue';
import type { DecideRequest, Sample, UndoableDecision } from '@/taxonomy/review/contract';

const sample = (id: string, rest: Partial<Sample> = {}): Sample => ({
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
  ...rest,
});

const page = (...items: Sample[]) => withPage(emptyQueue, items, { pending: items.length, approved: 0, rejected: 0 });
const approve = (sampleId: string, version = 0): DecideRequest => ({
  id: `${sampleId}-${version}`,
  sampleId,
  version,
  verdict: 'approve',
});

describe('a reloaded queue', () => {
  it('does not show again samples with unsent decisions, and counts them', () => {
    const state = withUnsent(page(sample('a'), sample('b'), sample('c')), [approve('a'), approve('b'), approve('x')]);
    expect(state.waiting.map(({ id }) => id)).toEqual(['c']);
    expect(state.counts).toEqual({ pending: 1, approved: 2, rejected: 0 });
    expect(undoDecision(state)).toMatchObject({ sampleId: 'b', version: 1 });
    // The same decisions again change nothing.
    expect(withUnsent(state, [approve('a'), approve('b')])).toEqual(state);
  });

  it('keeps unsent edits and undos', () => {
    const text = { context: null, question: '  Q', answer: 'A\n' };
    const state = withUnsent(page(sample('a')), [
      { id: '1', sampleId: 'a', version: 0, verdict: 'edit', text },
      approve('a', 1),
      { id: '3', sampleId: 'a', version: 2, verdict: 'undo' },
    ]);
    expect(currentSample(state)).toMatchObject({ ...text, version: 3, status: 'pending' });
  });

  it('undoes decisions from before it was loaded, newest first, and shows them again', () => {
    const first = { context: null, question: 'Question a', answer: 'Answer' };
    const edited = sample('a', { status: 'approved', version: 2, answer: 'Better', original: first });
    const earlier: UndoableDecision[] = [
      {
        id: '3',
        verdict: 'reject',
        sampleVersion: 0,
        statusBefore: 'pending',
        textBefore: null,
        sample: sample('b', { status: 'rejected', version: 1 }),
      },
      { id: '2', verdict: 'approve', sampleVersion: 1, statusBefore: 'pending', textBefore: null, sample: edited },
      { id: '1', verdict: 'edit', sampleVersion: 0, statusBefore: 'pending', textBefore: first, sample: edited },
    ];
    const state = withUndoable(page(sample('c')), earlier);
    expect(currentSample(withStep(state, -1))).toMatchObject({ id: 'b', status: 'rejected' });
    expect(undoDecision(state)).toMatchObject({ sampleId: 'b', version: 1 });
    const twice = withUndo(withUndo(state));
    expect(currentSample(twice)).toMatchObject({ id: 'a', status: 'pending', version: 3, answer: 'Better' });
    expect(undoDecision(twice)).toMatchObject({ sampleId: 'a', version: 3 });
    expect(currentSample(withUndo(twice))).toMatchObject({ id: 'a', version: 4, answer: 'Answer', original: null });
  });

  it('shows a sample that was returned to review, even if earlier decisions arrive before its page', () => {
    const returned = sample('a', { version: 3 });
    const reopened: UndoableDecision = {
      id: '3',
      verdict: 'reopen',
      sampleVersion: 2,
      statusBefore: 'rejected',
      textBefore: null,
      sample: returned,
    };
    const state = withPage(withUndoable(emptyQueue, [reopened]), [returned], { pending: 1, approved: 0, rejected: 0 });
    expect(currentSample(state)).toEqual(returned);
  });

  it('does not change what was decided since then', () => {
    const state = withDecision(page(sample('a')), approve('a'));
    const old: UndoableDecision = {
      id: 'old',
      verdict: 'edit',
      sampleVersion: 0,
      statusBefore: 'pending',
      textBefore: null,
      sample: sample('a', { version: 1 }),
    };
    expect(withUndoable(state, [old]).done).toEqual(state.done);
  });
});
