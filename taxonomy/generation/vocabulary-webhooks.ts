/** What happens to runs, which webhooks are told; each with its words in a list of choices. */
export const runEvents = {
  'run.completed': 'Completed',
  'run.failed': 'Failed',
  'run.over_budget': 'Reached a limit',
  'run.cancelled': 'Cancelled',
  'run.paused': 'Paused',
  'run.stalled': 'Stalled',
} as const;
export type RunEvent = keyof typeof runEvents;
export const runEventNames = Object.keys(runEvents) as [RunEvent, ...RunEvent[]];
