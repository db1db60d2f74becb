'use client';

import { clsx } from 'clsx';
import { Check, Folder, Leaf } from 'lucide-react';
import type { FoundNode } from '@/taxonomy/tree/contract';
import { plainText } from '../ui/plain-text';

type FoundRowProps = {
  id: string;
  found: FoundNode;
  isActive: boolean;
  /** Null if only one can be chosen. */
  isChosen: boolean | null;
  onPick: () => void;
  onPoint: () => void;
};

/** A search result. */
export function FoundRow({ id, found: { node, above, excerpt }, isActive, isChosen, onPick, onPoint }: FoundRowProps) {
  const Icon = isChosen ? Check : node.leaf ? Leaf : Folder;
  const path = above.map(({ name }) => name).join(' / ');
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
      title={path ? `${path} / ${node.name}` : node.name}
      className={clsx('flex cursor-pointer gap-2 rounded-sm px-2 py-1.5', isActive && 'bg-accent-soft')}
    >
      <Icon size={14} aria-hidden className={clsx('mt-0.5 shrink-0', isChosen ? 'text-accent' : 'text-muted')} />
      <span className="min-w-0 flex-1">
        <span className="block truncate">{node.name}</span>
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
