import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useMemo } from 'react';
import { v7 as newId } from 'uuid';
import type { PublishRequest } from '@/taxonomy/datasets/contract';
import type { Recipe } from '@/taxonomy/datasets/contract-recipe';
import { queryKeyOf } from '../api';
import { datasetList, publish, versionList } from './api';

/** Publishes and goes to the version, where its progress is shown. */
export function usePublish() {
  const router = useRouter();
  const client = useQueryClient();
  return useMutation({
    mutationFn: publish,
    onSuccess: async ({ id }) => {
      router.push(`/datasets/${id}`);
      await Promise.all(
        [
          versionList.queryKey,
          datasetList.queryKey,
          queryKeyOf('/api/v1/datasets/latest'),
          queryKeyOf('/api/v1/activity'),
        ].map((queryKey) => client.invalidateQueries({ queryKey })),
      );
    },
  });
}

/**
 * The request with its key. The same choices keep their key, so that sending them again does not create another
 * version.
 */
export function useRequest(name: string, recipe: Recipe | null, evenIfSame: boolean): PublishRequest | null {
  const choices = JSON.stringify([name, recipe, evenIfSame]);
  const requestKey = useMemo(() => choices && newId(), [choices]);
  return name === '' || recipe === null ? null : { requestKey, name, recipe, evenIfSame };
}

/** The number of the dataset's next version; null while unknown. */
export function useNextNumber(name: string): { names: string[]; nextNumber: number | null } {
  const { data } = useQuery(datasetList);
  const known = data?.items.find((dataset) => dataset.name === name);
  // A dataset of this name may be on a later page.
  const isNew = data !== undefined && data.nextCursor === null;
  const nextNumber = known ? known.lastNumber + 1 : isNew ? 1 : null;
  return { names: data?.items.map((dataset) => dataset.name) ?? [], nextNumber };
}
