'use client';

import { useQuery } from '@tanstack/react-query';
import { activity } from './activity';
import { useFinishedNotices } from './use-finished-notices';
import { useUnsentDecisions } from './use-unsent-decisions';
import { useWatchedRuns } from './use-watched-runs';

/** What a person is told on every page. Shows nothing itself; the notices are toasts. */
export function Notices({ personId }: { personId: string }) {
  useFinishedNotices(useQuery(activity()).data?.running, personId);
  useUnsentDecisions(personId);
  useWatchedRuns();
  return null;
}
