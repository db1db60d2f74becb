'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { Database } from 'lucide-react';
import { Page } from '@/components/ui/page';
import { EmptyState, ErrorState, Skeleton } from '@/components/ui/states';
import { versionList } from './api';

/** All published versions, newest first. */
export function DatasetsScreen() {
  const { data, error, refetch } = useInfiniteQuery(versionList);
  const versions = data?.pages.flatMap(({ items }) => items);
  return (
    <Page crumbs={[{ label: 'Datasets' }]}>
      {error && !versions ? (
        <ErrorState title="The versions could not be loaded" error={error} onRetry={() => void refetch()} />
      ) : !versions ? (
        <Skeleton className="h-16 w-full" />
      ) : versions.length === 0 ? (
        <EmptyState icon={Database} title="No version yet" />
      ) : (
        <ol>
          {versions.map((version) => (
            <li key={version.id}>
              {version.datasetName} version {version.number}
            </li>
          ))}
        </ol>
      )}
    </Page>
  );
}
