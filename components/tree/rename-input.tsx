'use client';

import { useId, useRef, useState } from 'react';
import type { TreeNode } from '@/taxonomy/tree/contract';
import type { TreeModel } from './model';
import { nameFault } from './names';

type RenameInputProps = {
  node: TreeNode;
  model: TreeModel;
  /** Null when the person cancelled. */
  onDone: (name: string | null) => void;
};

/** The name of a row while it is being changed. A clash is shown while typing. */
export function RenameInput({ node, model, onDone }: RenameInputProps) {
  const [name, setName] = useState(node.name);
  const faultId = useId();
  const fault = nameFault(model, node.parentId, name, node.id);
  // Enter and Escape remove the field, which then also loses the focus.
  const isDone = useRef(false);
  const finish = (value: string | null) => {
    if (isDone.current) return;
    isDone.current = true;
    onDone(value);
  };
  return (
    <span className="relative min-w-0 flex-1">
      <input
        // The person opened this field with F2 or “Rename”.
        // oxlint-disable-next-line jsx-a11y/no-autofocus
        autoFocus
        onFocus={(event) => event.target.select()}
        aria-label={`New name of ${node.name}`}
        aria-invalid={Boolean(fault)}
        aria-describedby={fault ? faultId : undefined}
        value={name}
        onChange={(event) => setName(event.target.value)}
        onClick={(event) => event.stopPropagation()}
        onBlur={() => finish(fault ? null : name.trim())}
        onKeyDown={(event) => {
          if (event.key === 'Escape') finish(null);
          if (event.key === 'Enter' && !event.nativeEvent.isComposing && !fault) finish(name.trim());
          if (event.key === 'Escape' || event.key === 'Enter') event.preventDefault();
          event.stopPropagation();
        }}
        className="h-6 w-full rounded-sm border border-field bg-surface px-1 font-normal aria-invalid:border-rejected"
      />
      {fault && (
        <span
          id={faultId}
          role="alert"
          className="absolute top-7 left-0 z-20 rounded-md border bg-surface px-2 py-1 text-sm font-normal text-rejected shadow-float"
        >
          {fault}
        </span>
      )}
    </span>
  );
}
