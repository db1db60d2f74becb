'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import type { VersionDetail } from '@/taxonomy/datasets/contract';
import { ShowMore } from '../ui/show-more';
import { ErrorState } from '../ui/states';
import { versionLeaves } from './api';
import { MixTable } from './mix-table';

/** Every leaf of a version with its rows, in pages. */
export function VersionLeaves({ version: { id, phases, leaves } }: { version: VersionDetail }) {
  const list = useInfiniteQuery(versionLeaves(id));
  const { data, error, refetch, hasNextPage } = list;
  if (!data && error)
    return <ErrorState title="The leaves could not be loaded" error={error} onRetry={() => void refetch()} />;
  const shown = data?.pages.flatMap(({ items }) => items) ?? leaves.largest;
  return (
    <>
      <MixTable phases={phases} leaves={shown} total={leaves.total} />
      {hasNextPage && (
        <ShowMore list={list} size="small" className="mt-2">
          Show more leaves
        </ShowMore>
      )}
    </>
  );
}
