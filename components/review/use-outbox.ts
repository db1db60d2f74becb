'use client';

import { useEffect, useSyncExternalStore } from 'react';
import { beforeSignOut } from '@/components/before-sign-out';
import type { DecideOutcome, DecideRequest } from '@/taxonomy/review/contract';
import { sendDecisions } from './api';
import { noteDecision } from './decided-here';
import { Outbox, type OutboxStatus } from './outbox';
import { deviceStorage } from './outbox-storage';

export type OutcomeListener = (outcomes: DecideOutcome[], decisions: DecideRequest[]) => void;

let outbox: { personId: string; box: Outbox } | null = null;
const ignore: OutcomeListener = () => {};
let onOutcomes = ignore;

/** How long signing out waits for what is on its way. */
const SIGN_OUT_MS = 3_000;

/**
 * One outbox a tab, on whatever page: it outlives the review screen, so that leaving it loses nothing that is on its
 * way, and sends what an earlier tab left.
 */
export function outboxOf(personId: string): Outbox {
  if (outbox?.personId === personId) return outbox.box;
  const box = new Outbox({
    personId,
    send: (decisions, options) => sendDecisions(decisions, { ...options, reviewerId: personId }),
    storage: deviceStorage(),
    onOutcomes: (outcomes, decisions) => onOutcomes(outcomes, decisions),
  });
  for (const decision of box.unsent()) noteDecision(decision);
  beforeSignOut(() => box.flushed(SIGN_OUT_MS));
  window.addEventListener('online', box.retryNow);
  outbox = { personId, box };
  return box;
}

const noStatus: OutboxStatus = { unsaved: 0, problem: null, refused: [] };

/** What of this person's decisions is not saved yet; tells the listener what the server answers. */
export function useOutbox(personId: string, listener: OutcomeListener): OutboxStatus {
  useEffect(() => {
    onOutcomes = listener;
    return () => {
      onOutcomes = ignore;
    };
  }, [listener]);
  return useSyncExternalStore(
    (changed) => outboxOf(personId).subscribe(changed),
    () => outboxOf(personId).getStatus(),
    () => noStatus,
  );
}
