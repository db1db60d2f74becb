import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { query } from '../api';
import { treeKeys } from '../tree/api';

const EVERY_MS = 1_500;

/**
 * What is going on, and how many samples wait for review: the sidebar's numbers and its background work. Asked for as
 * long as the page is visible, so often that it and the tree follow within two seconds; the server answers “not
 * modified” as long as nothing has changed.
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
