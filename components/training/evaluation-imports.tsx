'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { EvaluationImport } from '@/taxonomy/training/contract';
import { sourceNames } from '@/taxonomy/training/vocabulary';
import { countText } from '../numbers';
import { Button } from '../ui/button';
import { laterDialog } from '../ui/later-dialog';
import { ShowMore } from '../ui/show-more';
import { ErrorState, Skeleton } from '../ui/states';
import { When } from '../ui/when';
import { importList } from './api';

const RemoveDialog = laterDialog(() => import('./remove-import-dialog').then((module) => module.RemoveImportDialog));

/** The imported files, newest first; each can be removed as a whole. */
export function EvaluationImports({ canCurate }: { canCurate: boolean }) {
  const list = useInfiniteQuery(importList);
  const { data, error, refetch, hasNextPage } = list;
  const [removing, setRemoving] = useState<EvaluationImport | null>(null);
  if (!data) {
    if (error)
      return <ErrorState title="The imports could not be loaded" error={error} onRetry={() => void refetch()} />;
    return <Skeleton className="h-24 w-full" />;
  }
  return (
    <>
      <ul aria-label="Imported files" className="flex max-w-4xl flex-col">
        {data.pages
          .flatMap(({ items }) => items)
          .map((each) => (
            <li key={each.id} className="flex flex-wrap items-center justify-between gap-2 border-t py-2">
              <span className="min-w-0 flex-1 basis-64">
                <span className="font-medium wrap-anywhere">{each.fileName}</span>
                <span className="block text-sm text-muted">
                  {factsOf(each)} · imported by {each.importedBy}, <When iso={each.createdAt} />
                </span>
              </span>
              {canCurate && (
                <Button size="small" onClick={() => setRemoving(each)}>
                  Remove<span className="sr-only"> {each.fileName}</span>
                </Button>
              )}
            </li>
          ))}
      </ul>
      {hasNextPage && (
        <ShowMore list={list} size="small" className="mt-2">
          Show older imports
        </ShowMore>
      )}
      {removing && <RemoveDialog given={removing} onClose={() => setRemoving(null)} />}
    </>
  );
}

function factsOf({ modelName, source, results, errorRate, sourceModel }: EvaluationImport): string {
  const facts = [
    modelName,
    `${countText(results, 'result')} of ${sourceNames[source]}`,
    errorRate === null ? null : `${(errorRate * 100).toFixed(1)} % of the judgments are errors`,
    sourceModel === null || sourceModel === modelName ? null : `called ${sourceModel} in the file`,
  ];
  return facts.filter((fact) => fact !== null).join(' · ');
}
