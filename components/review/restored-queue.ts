import type { DecideRequest, Sample, UndoableDecision } from '@/taxonomy/review/contract';
import { applyDecision, textOf } from '@/taxonomy/review/state-machine';
import { withDecision, withUndo, type Done, type QueueState } from './queue-state';

// After a reload: what was decided before.

/** Applies decisions that this device has not sent yet: their samples are not shown again. */
export function withUnsent(state: QueueState, decisions: readonly DecideRequest[]): QueueState {
  return decisions.reduce((before, decision) => {
    if (decision.verdict === 'undo') {
      const isLast = before.done.at(-1)?.after.id === decision.sampleId;
      return isLast ? withUndo(before) : before;
    }
    const sample = before.waiting.find(({ id }) => id === decision.sampleId);
    return sample?.version === decision.version ? withDecision(before, decision) : before;
  }, state);
}

/** Adds this reviewer's earlier decisions (newest first), so that they can be viewed and undone. */
export function withUndoable(state: QueueState, decisions: readonly UndoableDecision[]): QueueState {
  const known = new Set(state.done.map(({ before }) => before.id));
  const samples = new Map<string, Sample>();
  const earlier = decisions.flatMap((each): Done[] => {
    if (known.has(each.sample.id)) return [];
    const after = samples.get(each.sample.id) ?? each.sample;
    const before = sampleBefore(after, each);
    if (!before) return [];
    samples.set(each.sample.id, before);
    const { id, verdict, sampleVersion: version } = each;
    return [{ decision: { id, sampleId: after.id, version, verdict, text: textOf(after) }, before, after }];
  });
  return { ...state, done: [...earlier.toReversed(), ...state.done] };
}

function sampleBefore(after: Sample, { statusBefore, textBefore, sampleVersion }: UndoableDecision): Sample | null {
  const change = textBefore && { before: textBefore };
  const before = applyDecision(after, { verdict: 'undo' }, { statusBefore, change });
  return before && { ...before, version: sampleVersion };
}
