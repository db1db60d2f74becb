'use client';

import { X } from 'lucide-react';
import Link from 'next/link';
import type { DocumentSummary } from '@/taxonomy/documents/contract';
import { countText } from '../numbers';
import { useUndo } from '../ui/undo';
import { IconButton } from '../ui/button';
import { messageOf, Notice } from '../ui/states';
import { usePutBack, useRemove } from './api';

type DocumentRowsProps = { nodeId: string; documents: DocumentSummary[]; mayEdit: boolean };

/** The documents of a leaf, each with its size in passages and tokens. */
export function DocumentRows({ nodeId, documents, mayEdit }: DocumentRowsProps) {
  const remove = useRemove(nodeId);
  const putBack = usePutBack(nodeId);
  const undo = useUndo();
  const removeWithUndo = ({ id, name }: DocumentSummary) =>
    remove.mutate(id, {
      onSuccess: () =>
        undo.push({
          label: `Removed “${name}”`,
          undo: async () => void (await putBack.mutateAsync(id)),
          redo: async () => void (await remove.mutateAsync(id)),
        }),
    });
  return (
    <>
      <ul className="flex flex-col">
        {documents.map((document) => (
          <li key={document.id} className="flex min-h-9 items-center gap-3 border-b last:border-b-0">
            <Link href={`/documents/${document.id}`} className="min-w-0 flex-1 truncate py-1 text-accent underline">
              {document.name}
            </Link>
            <span className="shrink-0 text-sm text-muted tabular-nums">
              {countText(document.chunkCount, 'passage')}, {countText(document.tokens, 'token')}
            </span>
            {mayEdit && (
              <IconButton
                icon={X}
                size="small"
                label={`Remove ${document.name} from this leaf`}
                disabled={remove.isPending}
                onClick={() => removeWithUndo(document)}
              />
            )}
          </li>
        ))}
      </ul>
      {remove.error && <Notice tone="error">{messageOf(remove.error)}</Notice>}
    </>
  );
}
