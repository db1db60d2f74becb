'use client';

import { Redo2, Undo2, X } from 'lucide-react';
import { keyOf } from '../keymap';
import { Button, IconButton } from '../ui/button';
import { useUndoRedo } from './use-undo-redo';

/**
 * Offers to undo the last change, or to redo it, in the page's header. No taller than the header's line, so that
 * nothing moves.
 */
export function LastAct() {
  const { last, isPending, undoOrRedo, clear } = useUndoRedo();
  return (
    <output className="block max-w-full min-w-0 lg:max-w-1/2">
      {last && (
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
      )}
    </output>
  );
}
