'use client';

import { useCallback, useEffect, useLayoutEffect, useRef, useState, useSyncExternalStore } from 'react';
import { v7 as uuid } from 'uuid';
import type { DecideRequest, ReviewQueue, SampleText } from '@/taxonomy/review/contract';
import type { RejectReason } from '@/taxonomy/review/vocabulary';
import { getUndoable } from './api';
import type { DeskPlace } from './desk-place';
import { forgetDecision, isOutdated, noteDecision } from './decided-here';
import {
  currentSample,
  emptyQueue,
  redoDecision,
  undoDecision,
  withDecision,
  withPage,
  withOutcome,
  withRedo,
  withSkip,
  withSkipped,
  withStep,
  withUndo,
  type QueueState,
} from './queue-state';
import { withRefusal, type Refusal } from './refusal';
import { withUndoable, withUnsent } from './restored-queue';
import { forgetSkip, keepSkip, keptSkips } from './skips';
import { useCountsAtOnce } from './use-counts-at-once';
import { useLiveCounts } from './use-live-counts';
import { outboxOf, useOutbox, type OutcomeListener } from './use-outbox';
import { FROM_START, useRefill } from './use-refill';

/**
 * Everything the review screen does. Each action changes the screen at once, from memory, and is sent to the server in
 * the background; nothing is awaited between two decisions.
 */
export function useDesk(place: DeskPlace, initial: ReviewQueue) {
  const { taxonomyId, personId } = place;
  const isStale = useIsStale(initial);
  const [state, setState] = useState<QueueState>(() =>
    withPage(emptyQueue, isStale ? [] : initial.items, initial.counts),
  );
  const [wasStale, setWasStale] = useState(isStale);
  if (isStale !== wasStale) {
    setWasStale(isStale);
    setState((before) => ({ ...before, waiting: before.waiting.filter((each) => !isOutdated(each)) }));
  }
  const [refusals, setRefusals] = useState<readonly Refusal[]>([]);
  const refill = useRefill(place, isStale ? FROM_START : initial.nextCursor, state, setState);

  const listener = useCallback<OutcomeListener>(
    (outcomes, decisions) => {
      const refused = outcomes.filter(({ outcome }) => outcome !== 'recorded' && outcome !== 'repeated');
      if (refused.length === 0) return;
      for (const { sampleId } of refused) forgetDecision(sampleId);
      setState((before) => refused.reduce(withOutcome, before));
      // Refused decisions are shown on their own; those that were based on one are not shown as conflicts too.
      const refusedIds = new Set(
        outboxOf(personId)
          .getStatus()
          .refused.map(({ decision }) => decision.id),
      );
      const conflicts = refused.filter(({ id, outcome }) => {
        const after = decisions.find((each) => each.id === id)?.after;
        return outcome !== 'refused' && !(after && refusedIds.has(after));
      });
      setRefusals((before) => conflicts.reduce((all, outcome) => withRefusal(all, outcome, decisions), before));
    },
    [personId],
  );
  const saving = useOutbox(personId, listener);
  useEarlierDecisions(place, setState);
  useCountsAtOnce(taxonomyId, state.changes);
  useLiveCounts(place, initial.counts, saving.unsaved === 0, refill, state, setState);

  const sample = currentSample(state);
  const isSeen = useSeen(sample && `${sample.id} ${sample.version}`);
  const send = (decision: Omit<DecideRequest, 'id'>) => {
    const whole = outboxOf(personId).add({ id: uuid(), ...decision });
    noteDecision(whole);
    const isDecided = whole.verdict === 'approve' || whole.verdict === 'reject';
    if (isDecided && state.skipped.includes(whole.sampleId)) forgetSkip(personId, whole.sampleId);
    return whole;
  };
  const decide = (rest: Pick<DecideRequest, 'verdict' | 'reason' | 'text'>) => {
    // A second key press before the next render would decide on the same sample again.
    if (!sample || isOutdated(sample)) return;
    const decision = send({ sampleId: sample.id, version: sample.version, ...rest });
    setState((before) => withDecision(before, decision));
  };

  return {
    ...state,
    sample,
    saving,
    refusals,
    refill,
    isSeen,
    canUndo: undoDecision(state) !== null,
    canRedo: redoDecision(state) !== null,
    dismissRefusals: () => setRefusals([]),
    discardRefused: (decisionId: string) => outboxOf(personId).discardRefused(decisionId),
    approve: () => decide({ verdict: 'approve' }),
    reject: (reason: RejectReason) => decide({ verdict: 'reject', reason }),
    saveEdit: (text: SampleText, isApproved: boolean) => {
      if (!sample || isOutdated(sample)) return;
      const edit = send({ sampleId: sample.id, version: sample.version, verdict: 'edit', text });
      const approval = isApproved && send({ sampleId: sample.id, version: sample.version + 1, verdict: 'approve' });
      setState((before) => {
        const edited = withDecision(before, edit);
        return approval ? withDecision(edited, approval) : edited;
      });
    },
    undo: () => {
      const undo = undoDecision(state);
      if (!undo) return;
      send(undo);
      setState(withUndo);
    },
    redo: () => {
      const redo = redoDecision(state);
      if (!redo) return;
      const decision = send(redo);
      setState((before) => withRedo(before, decision));
    },
    skip: () => {
      if (sample?.status === 'pending') keepSkip(personId, sample.id);
      setState(withSkip);
    },
    step: (by: number) => setState((before) => withStep(before, by)),
  };
}

export type Desk = ReturnType<typeof useDesk>;

const never = () => () => {};

/**
 * Whether the page that the server sent is from before a decision of this tab. The server cannot know, so this is false
 * while a loaded page is hydrated, and true in the render after it.
 */
const useIsStale = ({ items }: ReviewQueue): boolean =>
  useSyncExternalStore(
    never,
    () => items.some(isOutdated),
    () => false,
  );

type SetState = (change: (before: QueueState) => QueueState) => void;

/** After a reload: skipped samples stay last, unsent decisions are applied, and earlier ones can be undone. */
function useEarlierDecisions({ scope, runId, personId }: DeskPlace, setState: SetState): void {
  useLayoutEffect(() => {
    setState((before) => withUnsent(withSkipped(before, keptSkips(personId)), outboxOf(personId).unsent()));
  }, [personId, setState]);
  useEffect(() => {
    const abort = new AbortController();
    getUndoable(scope, runId, abort.signal).then(
      ({ items }) => setState((before) => withUndoable(before, items)),
      // On failure, only the undo of earlier decisions is missing.
      () => {},
    );
    return () => abort.abort();
  }, [scope, runId, setState]);
}

/**
 * Tells whether a key was pressed after the sample was shown: a key pressed before, on a busy page, must not decide on a
 * sample that nobody has seen.
 */
function useSeen(shown: string | null): (event: { timeStamp: number }) => boolean {
  const since = useRef<{ shown: string | null; at: number }>({ shown: null, at: Infinity });
  useLayoutEffect(() => {
    if (since.current.shown !== shown) since.current = { shown, at: performance.now() };
  });
  return ({ timeStamp }) => timeStamp >= since.current.at;
}
