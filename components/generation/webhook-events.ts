import { runEventNames, runEvents, type RunEvent } from '@/taxonomy/generation/vocabulary-webhooks';

/** The events that a webhook is told, as boxes: no event in the request stands for all, also later ones. */
export const chosenOf = (events: readonly RunEvent[]): RunEvent[] =>
  events.length === 0 ? runEventNames : [...events];

export const eventsOf = (chosen: readonly RunEvent[]): RunEvent[] =>
  chosen.length === runEventNames.length ? [] : [...chosen];

/** “every event”, “failed, stalled”. */
export const eventsText = (events: readonly RunEvent[]): string =>
  events.length === 0 ? 'every event' : events.map((each) => runEvents[each].toLowerCase()).join(', ');
