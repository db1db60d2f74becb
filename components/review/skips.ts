import { deviceStorage } from './outbox-storage';

/** How many are kept; the oldest go first. */
const KEPT = 1_000;

const keyOf = (personId: string) => `seedleaf.skipped.${personId}`;

/** Ids of the samples that a person skipped, oldest first. Kept on this device, so that a reload does not ask again. */
export function keptSkips(personId: string): string[] {
  try {
    const stored: unknown = JSON.parse(deviceStorage().getItem(keyOf(personId)) ?? '[]');
    return Array.isArray(stored) ? stored.filter((id) => typeof id === 'string') : [];
  } catch {
    return [];
  }
}

export const keepSkip = (personId: string, sampleId: string): void =>
  store(personId, [...without(personId, sampleId), sampleId].slice(-KEPT));

export const forgetSkip = (personId: string, sampleId: string): void => store(personId, without(personId, sampleId));

/** Read from the device each time, so that two tabs do not overwrite each other. */
const without = (personId: string, sampleId: string) => keptSkips(personId).filter((id) => id !== sampleId);

function store(personId: string, ids: readonly string[]): void {
  try {
    deviceStorage().setItem(keyOf(personId), JSON.stringify(ids));
  } catch {
    // The device is full: the skip lasts as long as the page.
  }
}
