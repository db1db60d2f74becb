'use client';

import { createContext, use, useCallback, useEffect, useMemo, useState, type ReactNode } from 'react';

export type Undoable = {
  /** What was done: `Deleted “limericks” with 3 leaves`. */
  label: string;
  undo: () => Promise<void> | void;
  /** Redoes it after an undo. Without it there is no Redo. */
  redo?: () => Promise<void> | void;
  /** What the undo depends on, so that changing it can remove the offer with `forget`. */
  subject?: string;
};

/** The last action; `isUndone` when it was undone and can be redone. */
export type LastAct = Undoable & { id: number; isUndone: boolean };

type UndoApi = {
  last: LastAct | null;
  /** Offers to undo what was just done; only the last action is kept. */
  push: (act: Undoable) => void;
  /** After an undo or a redo: offers the opposite. */
  turn: (act: LastAct) => void;
  /** Withdraws the offer with this id, or any offer. */
  clear: (id?: number) => void;
  /** Withdraws an offer whose undo would also remove later changes. */
  forget: (subject: string) => void;
};

const UndoContext = createContext<UndoApi | null>(null);

/** Long enough to read and reach the offer; after that, changes can be undone on their own page. */
const OFFERED_MS = 60_000;

export function UndoProvider({ children }: { children: ReactNode }) {
  const [last, setLast] = useState<UndoApi['last']>(null);
  const push = useCallback(
    (act: Undoable) => setLast((before) => ({ ...act, id: (before?.id ?? 0) + 1, isUndone: false })),
    [],
  );
  const turn = useCallback((act: LastAct) => {
    const other = act.redo ? { ...act, id: act.id + 1, isUndone: !act.isUndone } : null;
    setLast((now) => (now?.id === act.id ? other : now));
  }, []);
  const clear = useCallback((id?: number) => setLast((now) => (id === undefined || now?.id === id ? null : now)), []);
  const forget = useCallback((subject: string) => setLast((now) => (now?.subject === subject ? null : now)), []);
  useEffect(() => {
    if (!last) return;
    const timer = setTimeout(() => clear(last.id), OFFERED_MS);
    return () => clearTimeout(timer);
  }, [last, clear]);
  const api = useMemo(() => ({ last, push, turn, clear, forget }), [last, push, turn, clear, forget]);
  return <UndoContext value={api}>{children}</UndoContext>;
}

export function useUndo(): UndoApi {
  const api = use(UndoContext);
  if (!api) throw new Error('useUndo needs an UndoProvider around it.');
  return api;
}
