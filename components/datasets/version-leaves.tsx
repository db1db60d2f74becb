'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import type { VersionDetail } from '@/taxonomy/datasets/contract';
import { Button } from '../ui/button';
import { ErrorState } from '../ui/states';
import { versionLeaves } from './api';
import { MixTable } from './mix-table';

/** Every leaf of a version with its rows, in pages. */
export function VersionLeaves({ version: { id, phases, leaves } }: { version: VersionDetail }) {
  const { data, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery(versionLeaves(id));
  if (!data && error)
    return <ErrorState title="The leaves could not be loaded" error={error} onRetry={() => void refetch()} />;
  const shown = data?.pages.flatMap(({ items }) => items) ?? leaves.largest;
  return (
    <>
      <MixTable phases={phases} leaves={shown} total={leaves.total} />
      {hasNextPage && (
        <Button size="small" className="mt-2" isBusy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          Show more leaves
        </Button>
      )}
    </>
  );
}
