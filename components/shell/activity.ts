import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { query } from '../api';
import { treeKeys } from '../tree/query-keys';

const EVERY_MS = 1_500;

/**
 * Background work, and how many samples wait for review: the numbers in the sidebar. Polled while the page is visible,
 * often enough that it and the tree are at most two seconds late; the server answers “not modified” while nothing
 * changes.
 */
export const activity = () => queryOptions({ ...query('/api/v1/activity'), refetchInterval: EVERY_MS });

/** Refreshes the tree's numbers when another person, a run or the command line changed them. */
export function useFreshTree(): void {
  const client = useQueryClient();
  const stamp = useQuery(activity()).data?.treeStamp;
  const before = useRef(stamp);
  useEffect(() => {
    if (before.current !== undefined && stamp !== before.current)
      for (const queryKey of treeKeys) void client.invalidateQueries({ queryKey });
    before.current = stamp;
  }, [client, stamp]);
}
