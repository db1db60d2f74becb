'use client';

import { createContext, use, useCallback, useMemo, useState, type ReactNode } from 'react';

export type Undoable = {
  /** What was done, in words: `Deleted “limericks” with 3 leaves`. */
  label: string;
  undo: () => Promise<void> | void;
};

type UndoApi = {
  last: (Undoable & { id: number }) | null;
  /** Offers to take back what was just done; only the last act is kept. */
  push: (act: Undoable) => void;
  clear: () => void;
};

const UndoContext = createContext<UndoApi | null>(null);

export function UndoProvider({ children }: { children: ReactNode }) {
  const [last, setLast] = useState<UndoApi['last']>(null);
  const push = useCallback((act: Undoable) => setLast((before) => ({ ...act, id: (before?.id ?? 0) + 1 })), []);
  const clear = useCallback(() => setLast(null), []);
  const api = useMemo(() => ({ last, push, clear }), [last, push, clear]);
  return <UndoContext value={api}>{children}</UndoContext>;
}

export function useUndo(): UndoApi {
  const api = use(UndoContext);
  if (!api) throw new Error('useUndo stands outside of UndoProvider.');
  return api;
}
