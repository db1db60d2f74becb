import { describe, expect, it } from 'vitest';
import { applyDecision, effectiveDecisions, isSameText, type Reviewed } from '@/taxonomy/review/state-machine';

const text = { context: null, question: 'Why?', answer: 'Because.' };
const better = { context: 'A text.', question: 'Why so?', answer: 'Because of this.' };
const sample: Reviewed = { ...text, status: 'pending', version: 4, original: null };

describe('a decision', () => {
  it.each([
    ['approve', 'approved'],
    ['reject', 'rejected'],
    ['reopen', 'pending'],
  ] as const)('%s makes a sample %s, and counts as a change', (verdict, status) => {
    for (const before of ['pending', 'approved', 'rejected'] as const)
      expect(applyDecision({ ...sample, status: before }, { verdict })).toEqual({ ...sample, status, version: 5 });
  });

  it('edit keeps the status, and the first text of the teacher through all edits', () => {
    const edited = applyDecision(sample, { verdict: 'edit', text: better });
    expect(edited).toEqual({ ...sample, ...better, version: 5, original: text });
    const again = applyDecision(edited!, { verdict: 'edit', text: { ...better, answer: 'So.' } });
    expect(again).toMatchObject({ answer: 'So.', original: text, version: 6 });
  });

  it('edit without a text, and undo without a decision, change nothing', () => {
    expect(applyDecision(sample, { verdict: 'edit' })).toBeNull();
    expect(applyDecision(sample, { verdict: 'undo' })).toBeNull();
    expect(applyDecision(sample, { verdict: 'undo' }, null)).toBeNull();
  });
});

describe('undo', () => {
  it('restores the status from before the decision', () => {
    const approved: Reviewed = { ...sample, status: 'approved', version: 5 };
    const last = { statusBefore: 'rejected', change: null } as const;
    expect(applyDecision(approved, { verdict: 'undo' }, last)).toEqual({ ...sample, status: 'rejected', version: 6 });
  });

  it('of the first edit makes the sample unedited again; of a later one it stays edited', () => {
    const first = { statusBefore: 'pending', change: { before: text, after: better } } as const;
    const edited: Reviewed = { ...sample, ...better, version: 5, original: text };
    expect(applyDecision(edited, { verdict: 'undo' }, first)).toEqual({ ...sample, version: 6, original: null });

    const later = { statusBefore: 'pending', change: { before: better, after: { ...better, answer: 'So.' } } } as const;
    const twice: Reviewed = { ...edited, answer: 'So.', version: 6 };
    expect(applyDecision(twice, { verdict: 'undo' }, later)).toEqual({ ...edited, version: 7 });
  });
});

describe('the decisions that count', () => {
  it('are those that were not undone, also when an undo follows another', () => {
    const history = ['approve', 'edit', 'undo', 'reject', 'undo', 'undo', 'undo', 'reopen'].map((verdict) => ({
      verdict,
    }));
    expect(effectiveDecisions(history)).toEqual([{ verdict: 'reopen' }]);
    expect(effectiveDecisions([])).toEqual([]);
    expect(effectiveDecisions([{ verdict: 'approve' }, { verdict: 'edit' }])).toHaveLength(2);
  });
});

describe('two texts', () => {
  it('are the same only if context, question and answer are', () => {
    expect(isSameText(text, { ...text })).toBe(true);
    expect(isSameText(text, { ...text, context: '' })).toBe(false);
    expect(isSameText(text, { ...text, question: 'why?' })).toBe(false);
    expect(isSameText(text, { ...text, answer: 'Because. ' })).toBe(false);
    expect(isSameText(text, { context: 'x', question: 'y', answer: text.answer })).toBe(false);
  });
});
