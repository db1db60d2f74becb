'use client';

import { useEffect, useSyncExternalStore } from 'react';
import { beforeSignOut } from '@/components/before-sign-out';
import type { DecideOutcome, DecideRequest } from '@/taxonomy/review/contract';
import { sendDecisions } from './api';
import { forgetDecision, noteDecision } from './decided-here';
import { Outbox, type OutboxStatus } from './outbox';
import { deviceStorage } from './outbox-storage';

export type OutcomeListener = (outcomes: DecideOutcome[], decisions: DecideRequest[]) => void;

let outbox: { personId: string; box: Outbox } | null = null;
/** The listener of the open review page; null on every other page. */
let onOutcomes: OutcomeListener | null = null;
let onLost: (decisions: number) => void = () => {};

/** How long signing out waits for decisions that are being sent. */
const SIGN_OUT_MS = 3_000;

/**
 * The outbox of this tab. It outlives the review screen, so that leaving the page loses nothing, and sends what an
 * earlier tab left.
 */
export function outboxOf(personId: string): Outbox {
  if (outbox?.personId === personId) return outbox.box;
  const box = new Outbox({
    personId,
    send: (decisions, options) => sendDecisions(decisions, { ...options, reviewerId: personId }),
    storage: deviceStorage(),
    onOutcomes: (outcomes, decisions) => (onOutcomes ?? onOutcomesElsewhere)(outcomes, decisions),
  });
  for (const decision of box.unsent()) noteDecision(decision);
  beforeSignOut(() => box.flushed(SIGN_OUT_MS));
  window.addEventListener('online', box.retryNow);
  outbox = { personId, box };
  return box;
}

function onOutcomesElsewhere(outcomes: DecideOutcome[]): void {
  const lost = outcomes.filter(({ outcome }) => outcome !== 'recorded' && outcome !== 'repeated');
  for (const { sampleId } of lost) forgetDecision(sampleId);
  if (lost.length > 0) onLost(lost.length);
}

/**
 * Opens a person's outbox on a page that does not show it: `tell` gets the number of decisions that could not be
 * recorded.
 */
export function openOutbox(personId: string, tell: (decisions: number) => void): void {
  onLost = tell;
  outboxOf(personId);
}

const noStatus: OutboxStatus = { unsaved: 0, problem: null, refused: [] };

/** This person's unsaved decisions; passes the server's answers to the listener. */
export function useOutbox(personId: string, listener: OutcomeListener): OutboxStatus {
  useEffect(() => {
    onOutcomes = listener;
    return () => {
      onOutcomes = null;
    };
  }, [listener]);
  return useSyncExternalStore(
    (changed) => outboxOf(personId).subscribe(changed),
    () => outboxOf(personId).getStatus(),
    () => noStatus,
  );
}
