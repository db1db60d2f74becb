import { useSyncExternalStore } from 'react';
import type { Sample, SampleText } from '@/taxonomy/review/contract';
import { isSameText, textOf } from '@/taxonomy/review/state-machine';
import { deviceStorage } from './outbox-storage';

/** How many are kept; the oldest go first. */
const KEPT = 100;

const keyOf = (personId: string) => `seedleaf.drafts.${personId}`;

/** One person's unsaved edits, kept on this device so that a reload loses nothing. */
export class Drafts {
  private readonly texts: Map<string, SampleText>;

  constructor(private readonly personId: string) {
    this.texts = read(personId);
  }

  of = (sampleId: string): SampleText | null => this.texts.get(sampleId) ?? null;

  drop(sampleId: string): void {
    if (this.texts.delete(sampleId)) this.store();
  }

  /** Keeps an edit; an unchanged text is no draft. */
  keep(sample: Sample, text: SampleText): void {
    this.texts.delete(sample.id);
    if (!isSameText(text, sample)) this.texts.set(sample.id, textOf(text));
    const [oldest] = this.texts.keys();
    if (this.texts.size > KEPT && oldest) this.texts.delete(oldest);
    this.store();
  }

  private store(): void {
    try {
      deviceStorage().setItem(keyOf(this.personId), JSON.stringify([...this.texts]));
    } catch {
      // The device is full: the draft lasts as long as the tab.
    }
  }
}

function read(personId: string): Map<string, SampleText> {
  try {
    // Written by `store` above, on this device.
    return new Map(JSON.parse(deviceStorage().getItem(keyOf(personId)) ?? '[]') as [string, SampleText][]);
  } catch {
    return new Map();
  }
}

let drafts: { personId: string; kept: Drafts } | null = null;

/** Read once per tab, never on the server. */
export function draftsOf(personId: string): Drafts {
  if (drafts?.personId !== personId) drafts = { personId, kept: new Drafts(personId) };
  return drafts.kept;
}

const never = () => () => {};

/** True when a sample has an unsaved draft; false on the server. */
export const useHasDraft = (personId: string, sampleId: string | undefined): boolean =>
  useSyncExternalStore(
    never,
    () => sampleId !== undefined && draftsOf(personId).of(sampleId) !== null,
    () => false,
  );
