import { queryOptions } from '@tanstack/react-query';
import type { Activity } from '@/taxonomy/jobs/contract';
import { api } from '../api-client';

const BUSY_MS = 2_000;
const IDLE_MS = 15_000;

/** What is going on, and how much waits to be decided: the rail's numbers and the tray. */
export const activity = () =>
  queryOptions({
    queryKey: ['activity'],
    queryFn: ({ signal }) => api.get<Activity>('/api/v1/activity', signal),
    refetchInterval: ({ state }) => (state.data?.going.length ? BUSY_MS : IDLE_MS),
  });
