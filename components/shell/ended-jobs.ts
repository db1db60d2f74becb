import type { BackgroundJob } from '@/taxonomy/jobs/contract';

/** The jobs that were running before and are no longer, and that this person is told of. */
export const endedJobs = (
  before: readonly BackgroundJob[],
  running: readonly BackgroundJob[],
  personId: string,
): BackgroundJob[] =>
  before.filter(
    ({ id, startedById }) =>
      (startedById === null || startedById === personId) && !running.some((each) => each.id === id),
  );
