'use client';

import { Redo2, Undo2, X } from 'lucide-react';
import { keyOf } from '../keymap';
import { Button, IconButton } from '../ui/button';
import type { LastAct } from '../ui/undo';

/** The last change, with the button that undoes or redoes it. */
export function LastActBar({
  last,
  isPending,
  undoOrRedo,
  clear,
}: {
  last: LastAct;
  isPending: boolean;
  undoOrRedo: () => void;
  clear: () => void;
}) {
  return (
    <div className="flex h-8 max-w-full animate-enter items-center gap-2 rounded-md border bg-surface pr-1 pl-3">
      <span className="min-w-0 truncate" title={last.label}>
        {last.isUndone && 'Undone: '}
        {last.label}
      </span>
      <Button
        size="small"
        icon={last.isUndone ? Redo2 : Undo2}
        keyHint={keyOf(last.isUndone ? 'app.redo' : 'app.undo')}
        isBusy={isPending}
        onClick={undoOrRedo}
      >
        {last.isUndone ? 'Redo' : 'Undo'}
      </Button>
      <IconButton icon={X} label="Close" size="small" onClick={clear} />
    </div>
  );
}
