import { queryOptions } from '@tanstack/react-query';
import { query } from '../api';

const BUSY_MS = 2_000;
const IDLE_MS = 15_000;

/** What is going on, and how much waits to be decided: the rail's numbers and the tray. */
export const activity = () =>
  queryOptions({
    ...query('/api/v1/activity'),
    refetchInterval: ({ state }) => (state.data?.going.length ? BUSY_MS : IDLE_MS),
  });
