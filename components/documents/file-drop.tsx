'use client';

import { clsx } from 'clsx';
import { useState, type ReactNode } from 'react';

type FileDropProps = { isOff: boolean; onFiles: (files: File[]) => void; children: ReactNode };

/** An area that takes dropped files. A button does the same, so it is not a control itself. */
export function FileDrop({ isOff, onFiles, children }: FileDropProps) {
  const [isOver, setIsOver] = useState(false);
  if (isOff) return children;
  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions
    <div
      className={clsx('rounded-lg border border-dashed p-4', isOver ? 'border-accent bg-accent-soft' : 'border-line')}
      onDragOver={(event) => {
        event.preventDefault();
        setIsOver(true);
      }}
      onDragLeave={(event) => {
        if (!(event.relatedTarget instanceof Node && event.currentTarget.contains(event.relatedTarget)))
          setIsOver(false);
      }}
      onDrop={(event) => {
        event.preventDefault();
        setIsOver(false);
        const files = Array.from(event.dataTransfer.files);
        if (files.length > 0) onFiles(files);
      }}
    >
      {children}
    </div>
  );
}
