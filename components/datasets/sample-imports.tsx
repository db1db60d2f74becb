'use client';

import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import Link from 'next/link';
import { useState } from 'react';
import type { SampleImport } from '@/taxonomy/generation/contract-sample-imports';
import { api } from '../api';
import { countText, numberText } from '../numbers';
import { reviewHref } from '../review/api';
import { Button } from '../ui/button';
import { laterDialog } from '../ui/later-dialog';
import { ShowMore } from '../ui/show-more';
import { ErrorState, messageOf, Notice } from '../ui/states';
import { When } from '../ui/when';
import { sampleImports } from './api';

const RefusedDialog = laterDialog(() => import('./refused-dialog').then((module) => module.RefusedDialog));

/** Files whose rows became samples of leaves. Nothing is shown where there is none. */
export function SampleImports({ canCurate }: { canCurate: boolean }) {
  const list = useInfiniteQuery(sampleImports);
  const { data, error, hasNextPage, refetch } = list;
  const [shown, setShown] = useState<SampleImport | null>(null);
  const imports = data?.pages.flatMap(({ items }) => items) ?? [];
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (imports.length === 0) return null;
  return (
    <section aria-labelledby="sample-imports">
      <h2 id="sample-imports" className="font-medium">
        Samples to review
      </h2>
      <ul className="mt-2 flex flex-col">
        {imports.map((each) => (
          <Imported key={each.id} row={each} canCurate={canCurate} onRefused={() => setShown(each)} />
        ))}
      </ul>
      {hasNextPage && <ShowMore list={list} size="small" />}
      {shown && <RefusedDialog file={shown} onClose={() => setShown(null)} />}
    </section>
  );
}

type ImportedProps = { row: SampleImport; canCurate: boolean; onRefused: () => void };

function Imported({ row, canCurate, onRefused }: ImportedProps) {
  const { id, file, leafId, leafName, licence, createdBy, createdAt, refused, state } = row;
  const client = useQueryClient();
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => api.post('/api/v1/datasets/sample-imports/{importId}/cancel', { params: { importId: id } }),
    onSettled: () => client.invalidateQueries({ queryKey: sampleImports.queryKey }),
  });
  return (
    <li className="flex flex-wrap items-center justify-between gap-2 border-t py-3">
      <div className="min-w-0">
        <bdi className="font-medium break-words">{file}</bdi> in{' '}
        <Link href={reviewHref(leafId, { status: 'pending' })} className="text-accent hover:underline">
          <bdi>{leafName}</bdi>
        </Link>
        <span className="block text-sm text-muted" role="status">
          {progressOf(row)}
        </span>
        <span className="block text-sm text-muted">
          {licence ? `${licence}, imported` : 'Imported'} by {createdBy}, <When iso={createdAt} />
        </span>
        {row.error && <Notice tone="error">{row.error}</Notice>}
        {error && <Notice tone="error">{messageOf(error)}</Notice>}
      </div>
      <span className="flex gap-2">
        {refused > 0 && (
          <Button size="small" onClick={onRefused}>
            Refused rows<span className="sr-only"> of {file}</span>
          </Button>
        )}
        {canCurate && state === 'adding' && (
          <Button size="small" isBusy={isPending} onClick={() => mutate()}>
            Cancel<span className="sr-only"> the import of {file}</span>
          </Button>
        )}
      </span>
    </li>
  );
}

function progressOf({ state, rows, added, refused }: SampleImport): string {
  const counts = `${countText(added, 'sample')}, ${numberText(refused)} refused, of ${countText(rows, 'row')}`;
  if (state === 'adding') return `Adding: ${counts}`;
  if (state === 'done') return counts;
  return `${state === 'cancelled' ? 'Cancelled' : 'Failed'}: ${counts}`;
}
