'use client';

import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { LeafContent, LeafDetail, RevisionSummary } from '@/taxonomy/seeds/contract';
import { api } from '../api';
import { useUndo } from '../ui/undo';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { Field } from '../ui/field';
import { Select } from '../ui/input';
import { ErrorState, messageOf, Notice, Skeleton } from '../ui/states';
import { leafRevision, saveLeaf } from './api';
import { ChangeList } from './change-list';
import { diffLeaf } from './leaf-diff';

type RevisionDialogProps = {
  leaf: LeafDetail;
  revisions: readonly RevisionSummary[];
  openId: string;
  mayRestore: boolean;
  isDirty: boolean;
  onSaved: (leaf: LeafDetail, sent: LeafContent) => void;
  onClose: () => void;
};

/** Compares one version of a leaf with another, by default the one before it, and can restore it. */
export function RevisionDialog({
  leaf,
  revisions,
  openId,
  mayRestore,
  isDirty,
  onSaved,
  onClose,
}: RevisionDialogProps) {
  const place = revisions.findIndex((revision) => revision.id === openId);
  const opened = revisions[place];
  const [otherId, setOtherId] = useState(revisions[place + 1]?.id ?? revisions[0]?.id ?? openId);
  const isCurrent = opened?.number === leaf.version;
  const { restore, isPending, error } = useRestore({ leaf, revisionId: openId, onSaved, onClose });

  return (
    <Dialog
      isOpen
      onClose={onClose}
      width="wide"
      title={`Version ${opened?.number ?? ''}`}
      description={opened?.note ?? undefined}
      footer={
        mayRestore &&
        !isCurrent && (
          <Button variant="primary" isBusy={isPending} disabled={isDirty} onClick={restore}>
            Restore this version
          </Button>
        )
      }
    >
      <div className="flex flex-col gap-4">
        {revisions.length > 1 && (
          <Field label="Compared with">
            <Select value={otherId} onChange={(event) => setOtherId(event.target.value)} className="w-full max-w-72">
              {revisions
                .filter((revision) => revision.id !== openId)
                .map((revision) => (
                  <option key={revision.id} value={revision.id}>
                    Version {revision.number}
                    {revision.number === leaf.version ? ' (now)' : ''}
                  </option>
                ))}
            </Select>
          </Field>
        )}
        {mayRestore && !isCurrent && isDirty && (
          <Notice>Save or discard your changes before you restore a version.</Notice>
        )}
        {error && (
          <Notice tone="error" title="The version was not restored">
            {messageOf(error)}
          </Notice>
        )}
        <Comparison openId={openId} otherId={otherId} />
      </div>
    </Dialog>
  );
}

/** The older of the two is shown as the one before, whichever was opened. */
function Comparison({ openId, otherId }: { openId: string; otherId: string }) {
  const opened = useQuery(leafRevision(openId));
  const other = useQuery(leafRevision(otherId));
  const error = opened.error ?? other.error;
  if (error) return <ErrorState error={error} onRetry={() => void Promise.all([opened.refetch(), other.refetch()])} />;
  if (!opened.data || !other.data) return <Skeleton className="h-40 w-full" />;
  if (openId === otherId)
    return <p className="text-muted">This is the first version; there is nothing to compare it with.</p>;
  const [before, after] =
    opened.data.number < other.data.number ? [opened.data, other.data] : [other.data, opened.data];
  return (
    <>
      <p className="text-muted">
        From version {before.number} to version {after.number}:
      </p>
      <ChangeList diff={diffLeaf(before.content, after.content)} />
    </>
  );
}

type RestoreInput = Pick<RevisionDialogProps, 'leaf' | 'onSaved' | 'onClose'> & { revisionId: string };

function useRestore({ leaf, revisionId, onSaved, onClose }: RestoreInput) {
  const undo = useUndo();
  const undoRestore = async (restored: LeafDetail) => {
    const again = { baseVersion: restored.version, content: leaf.content, note: `Version ${leaf.version} again` };
    onSaved(await saveLeaf(leaf.nodeId, again), leaf.content);
  };
  const { mutate, isPending, error } = useMutation({
    mutationFn: () =>
      api.post('/api/v1/revisions/{revisionId}/restore', {
        params: { revisionId },
        body: { baseVersion: leaf.version },
      }),
    onSuccess: (restored) => {
      onSaved(restored, restored.content);
      undo.push({ label: `Restored an earlier version of “${leaf.name}”`, undo: () => undoRestore(restored) });
      onClose();
    },
  });
  return { restore: () => mutate(), isPending, error };
}
