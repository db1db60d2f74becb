'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { FileInput, Plus } from 'lucide-react';
import { useState } from 'react';
import type { ImportedSet } from '@/taxonomy/datasets/contract';
import { api } from '../api';
import { countText } from '../numbers';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { laterDialog } from '../ui/later-dialog';
import { Page } from '../ui/page';
import { EmptyState, ErrorState, messageOf, Notice, Skeleton } from '../ui/states';
import { When } from '../ui/when';
import { importedSets } from './api';
import { SampleImports } from './sample-imports';

const ImportDialog = laterDialog(() => import('./import-dialog').then((module) => module.ImportDialog));

/** Datasets that Seedleaf did not make, which versions can repeat. */
export function ImportedScreen({ taxonomyId, canCurate }: { taxonomyId: string; canCurate: boolean }) {
  const { data, error, refetch } = useQuery(importedSets);
  const [isImporting, setImporting] = useState(false);
  const [removing, setRemoving] = useState<ImportedSet | null>(null);
  const add = canCurate && (
    <Button variant="primary" icon={Plus} onClick={() => setImporting(true)}>
      Import dataset…
    </Button>
  );
  return (
    <Page
      crumbs={[{ label: 'Datasets', href: '/datasets' }, { label: 'Imported' }]}
      width="read"
      action={data && data.items.length > 0 && add}
    >
      <div className="flex flex-col gap-6">
        <p className="text-muted">
          Datasets from elsewhere, such as a general instruction set. Phases of a version can replay a part of their
          rows, so that a model keeps what it could do before. A file can also become samples of a leaf, to be reviewed.
        </p>
        {error && !data && <ErrorState error={error} onRetry={() => void refetch()} />}
        {!data && !error && <Skeleton className="h-32 w-full" />}
        {data?.items.length === 0 && (
          <EmptyState icon={FileInput} title="No imported dataset yet" action={add || undefined}>
            {canCurate ? 'Import a file: JSON lines, JSON, CSV or Parquet.' : 'Ask a curator to import one.'}
          </EmptyState>
        )}
        {data && data.items.length > 0 && (
          <ul className="flex flex-col">
            {data.items.map((set) => (
              <li key={set.id} className="flex flex-wrap items-center justify-between gap-2 border-t py-3">
                <span className="min-w-0">
                  <bdi className="font-medium break-words">{set.name}</bdi>
                  <span className="block text-sm text-muted">
                    {countText(set.rows, 'row')}
                    {set.licence && `, ${set.licence}`}, imported by {set.createdBy}, <When iso={set.createdAt} />
                  </span>
                  {set.source && <bdi className="block text-sm break-all text-muted">{set.source}</bdi>}
                </span>
                {canCurate && (
                  <Button size="small" onClick={() => setRemoving(set)}>
                    Remove<span className="sr-only"> {set.name}</span>
                  </Button>
                )}
              </li>
            ))}
          </ul>
        )}
        <SampleImports canCurate={canCurate} />
      </div>
      {isImporting && <ImportDialog taxonomyId={taxonomyId} onClose={() => setImporting(false)} />}
      {removing && <RemoveDialog set={removing} onClose={() => setRemoving(null)} />}
    </Page>
  );
}

function RemoveDialog({ set: { id, name }, onClose }: { set: ImportedSet; onClose: () => void }) {
  const client = useQueryClient();
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => api.delete('/api/v1/datasets/imported/{setId}', { params: { setId: id } }),
    onSuccess: onClose,
    onSettled: () => client.invalidateQueries({ queryKey: importedSets.queryKey }),
  });
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={`Remove ${name}?`}
      description="No new version can repeat its rows any more."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="danger" isBusy={isPending} onClick={() => mutate()}>
            Remove dataset
          </Button>
        </>
      }
    >
      {error && (
        <Notice tone="error" title="The dataset was not removed">
          {messageOf(error)}
        </Notice>
      )}
    </Dialog>
  );
}
