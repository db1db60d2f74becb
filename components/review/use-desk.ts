'use client';

import { useCallback, useEffect, useState, useSyncExternalStore } from 'react';
import { v7 as uuid } from 'uuid';
import type { DecideOutcome, DecideRequest, ReviewQueue, Sample, SampleText } from '@/taxonomy/review/contract';
import { rejectReasons, type RejectReason } from '@/taxonomy/review/vocabulary';
import { getQueuePage, REFILL_AT, sendDecisions, type ReviewScope } from './api';
import { forgetDecision, isOutdated, noteDecision } from './decided-here';
import { Outbox, type OutboxStatus } from './outbox';
import { withRefusal, type Refusal } from './refusal';
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
} from './queue-state';

let outbox: Outbox | null = null;
type OutcomeListener = (outcomes: DecideOutcome[], decisions: DecideRequest[]) => void;

let onOutcomes: OutcomeListener = () => {};

/** One outbox a tab: it outlives the screen, so that leaving it in mid-flight loses nothing. */
function theOutbox(): Outbox {
  outbox ??= new Outbox({
    send: sendDecisions,
    storage: window.localStorage,
    onOutcomes: (outcomes, decisions) => onOutcomes(outcomes, decisions),
  });
  return outbox;
}

const noStatus: OutboxStatus = { unsaved: 0, problem: null };

function useOutbox(listener: OutcomeListener) {
  useEffect(() => {
    onOutcomes = listener;
    const { retryNow } = theOutbox();
    window.addEventListener('online', retryNow);
    return () => window.removeEventListener('online', retryNow);
  }, [listener]);
  return useSyncExternalStore(
    (changed) => theOutbox().subscribe(changed),
    () => theOutbox().getStatus(),
    () => noStatus,
  );
}

/**
 * Everything the review screen does. Each act changes what is on screen at once, from memory, and goes to the
 * server behind it; nothing is awaited between two decisions.
 */
export function useDesk(scope: ReviewScope, runId: string | null, initial: ReviewQueue) {
  const [state, setState] = useState<QueueState>(() =>
    withPage(emptyQueue, initial.items.some(isOutdated) ? [] : initial.items, initial.counts),
  );
  const [refusals, setRefusals] = useState<readonly Refusal[]>([]);
  const refill = useRefill(scope, runId, initial, state, setState);

  const listener = useCallback<OutcomeListener>((outcomes, decisions) => {
    const refused = outcomes.filter(({ outcome }) => outcome === 'conflict' || outcome === 'not_found');
    if (refused.length === 0) return;
    for (const { sampleId } of refused) forgetDecision(sampleId);
    setState((before) => refused.reduce(withOutcome, before));
    setRefusals((before) => refused.reduce((all, outcome) => withRefusal(all, outcome, decisions), before));
  }, []);
  const saving = useOutbox(listener);

  const sample = currentSample(state);
  const send = (decision: Omit<DecideRequest, 'id'>) => {
    const whole = { id: uuid(), ...decision };
    theOutbox().add(whole);
    noteDecision(whole);
    return whole;
  };
  const decide = (rest: Pick<DecideRequest, 'verdict' | 'reason' | 'text'>) => {
    if (!sample) return;
    const decision = send({ sampleId: sample.id, version: sample.version, ...rest });
    setState((before) => withDecision(before, decision));
  };

  return {
    ...state,
    sample,
    saving,
    refusals,
    refill,
    dismissRefusals: () => setRefusals([]),
    approve: () => decide({ verdict: 'approve' }),
    reject: (reason: RejectReason) => decide({ verdict: 'reject', reason }),
    saveEdit: (text: SampleText, isApproved: boolean) => {
      if (!sample) return;
      const edit = send({ sampleId: sample.id, version: sample.version, verdict: 'edit', text });
      const approval = isApproved && send({ sampleId: sample.id, version: sample.version + 1, verdict: 'approve' });
      setState((before) => {
        const edited = withDecision(before, edit);
        return approval ? withDecision(edited, approval) : edited;
      });
    },
    undo: () => {
      const last = state.done.at(-1);
      if (!last) return;
      send({ sampleId: last.before.id, version: versionToUndo(state), verdict: 'undo' });
      setState(withUndo);
    },
    skip: () => setState(withSkip),
    step: (by: number) => setState((before) => withStep(before, by)),
  };
}

export type Desk = ReturnType<typeof useDesk>;

/** The reasons in the order of their keys. Object.keys forgets what the keys are; the vocabulary has no others. */
export const reasonsInOrder = Object.keys(rejectReasons) as RejectReason[];

/** The reasons that can be true of a sample: what came without a source cannot be missing from it. */
export const reasonsFor = (sample: Sample | null): RejectReason[] =>
  reasonsInOrder.filter((reason) => reason !== 'not_grounded' || sample?.kind !== 'freeform');

/** In place of a cursor: from the beginning, with what is counted now. */
const ANEW = '';

/**
 * Asks for the next page while there is still plenty on the desk. A desk that was left and is shown again by the
 * browser's Back begins anew: it is from before what was decided there.
 */
function useRefill(
  scope: ReviewScope,
  runId: string | null,
  initial: ReviewQueue,
  state: QueueState,
  setState: (change: (before: QueueState) => QueueState) => void,
) {
  const [page, setPage] = useState<{ cursor: string | null; error: unknown }>(() => ({
    cursor: initial.items.some(isOutdated) ? ANEW : initial.nextCursor,
    error: null,
  }));
  const isLow = state.waiting.length - state.position <= REFILL_AT;
  const { cursor, error } = page;
  const isLoading = isLow && cursor !== null && error === null;

  useEffect(() => {
    if (!isLoading) return;
    const abort = new AbortController();
    getQueuePage(scope, { status: 'pending', runId }, cursor, abort.signal).then(
      (next) => {
        const items = next.items.filter((each) => !isOutdated(each));
        setState((before) => withPage(before, items, cursor === ANEW ? next.counts : before.counts));
        setPage({ cursor: next.nextCursor, error: null });
      },
      (failure: unknown) => {
        if (!abort.signal.aborted) setPage({ cursor, error: failure });
      },
    );
    return () => abort.abort();
  }, [scope, runId, cursor, isLoading, setState]);

  return { isLoading, error, retry: () => setPage({ cursor, error: null }) };
}
