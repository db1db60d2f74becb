'use client';

import { X } from 'lucide-react';
import type { DocumentSource } from '@/taxonomy/documents/contract';
import { IconButton } from '../ui/button';
import { messageOf, Notice } from '../ui/states';
import { useDismiss } from './api';

type UploadRowsProps = { nodeId: string; uploads: DocumentSource[]; mayEdit: boolean };

const words = { queued: 'Waiting', fetching: 'Splitting into passages', ready: '', failed: '' };

/** Uploads of a leaf that are not documents yet: waiting, being read, or failed with a reason. */
export function UploadRows({ nodeId, uploads, mayEdit }: UploadRowsProps) {
  const dismiss = useDismiss(nodeId);
  if (uploads.length === 0) return null;
  return (
    <>
      <ul aria-label="Uploads in progress" className="flex flex-col">
        {uploads.map(({ id, name, state, error }) => (
          <li key={id} className="flex min-h-9 items-center gap-3 border-b last:border-b-0">
            {state === 'failed' ? (
              <p className="min-w-0 flex-1 py-1 break-words text-rejected">{error}</p>
            ) : (
              <>
                <span className="min-w-0 flex-1 truncate py-1">{name}</span>
                <span className="shrink-0 text-sm text-muted">{words[state]}</span>
              </>
            )}
            {state === 'failed' && mayEdit && (
              <IconButton
                icon={X}
                size="small"
                label={`Dismiss ${name ?? 'the file'}`}
                disabled={dismiss.isPending}
                onClick={() => dismiss.mutate(id)}
              />
            )}
          </li>
        ))}
      </ul>
      {dismiss.error && <Notice tone="error">{messageOf(dismiss.error)}</Notice>}
    </>
  );
}
