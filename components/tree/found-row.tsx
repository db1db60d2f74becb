'use client';

import { clsx } from 'clsx';
import { Check, Folder, Leaf } from 'lucide-react';
import { plainText } from '../ui/plain-text';

type FoundRowProps = {
  id: string;
  name: string;
  /** The names of the folders above it; empty for a branch. */
  path: string;
  isLeaf: boolean;
  /** The text of a seed that matches. */
  excerpt?: string | null;
  isActive: boolean;
  /** Null if only one can be chosen. */
  isChosen: boolean | null;
  onPick: () => void;
  onPoint: () => void;
};

/** A search result. */
export function FoundRow({ id, name, path, isLeaf, excerpt, isActive, isChosen, onPick, onPoint }: FoundRowProps) {
  const Icon = isChosen ? Check : isLeaf ? Leaf : Folder;
  return (
    // The field above has the focus and the keys; this is for the pointer.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
    <div
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={isChosen ?? isActive}
      onClick={onPick}
      onPointerMove={onPoint}
      title={path ? `${path} / ${name}` : name}
      className={clsx('flex cursor-pointer gap-2 rounded-sm px-2 py-1.5', isActive && 'bg-accent-soft')}
    >
      <Icon size={14} aria-hidden className={clsx('mt-0.5 shrink-0', isChosen ? 'text-accent' : 'text-muted')} />
      <span className="min-w-0 flex-1">
        <span className="block truncate">{name}</span>
        {path && <span className="block truncate text-sm text-muted">{path}</span>}
        {excerpt && (
          <span dir="auto" className="block truncate text-sm text-muted">
            In a seed: {plainText(excerpt)}
          </span>
        )}
      </span>
    </div>
  );
}
