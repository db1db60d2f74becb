import type { DecideRequest } from '@/taxonomy/review/contract';

export type DeviceStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>;

/** A decision that the server refused, with the reason it gave. */
export type RefusedDecision = { decision: DecideRequest; message: string };

/**
 * Keys contain the person, so that nobody who signs in later on this device sees or sends another person's decisions.
 */
const unsentPrefix = (personId: string) => `seedleaf.decision.${personId}.`;
const refusedPrefix = (personId: string) => `seedleaf.refused.${personId}.`;

/** One person's decisions on this device: those that are not sent yet, and those that were refused. */
export class OutboxStorage {
  private readonly unsentPrefix: string;
  private readonly refusedPrefix: string;

  constructor(
    private readonly device: DeviceStorage,
    personId: string,
  ) {
    this.unsentPrefix = unsentPrefix(personId);
    this.refusedPrefix = refusedPrefix(personId);
  }

  /** False when the device's storage is full: the decision then lasts only as long as the tab. */
  keep(decision: DecideRequest): boolean {
    return this.write(this.unsentPrefix + decision.id, decision);
  }

  forget(decisionId: string): void {
    this.device.removeItem(this.unsentPrefix + decisionId);
  }

  refuse(decision: DecideRequest, message: string): void {
    // Removed first, to make room on a full device.
    this.forget(decision.id);
    this.write(this.refusedPrefix + decision.id, { decision, message });
  }

  forgetRefused(decisionId: string): void {
    this.device.removeItem(this.refusedPrefix + decisionId);
  }

  /** Unsent decisions of earlier pages, oldest first. */
  unsent(): DecideRequest[] {
    // Written by `keep` above; the server checks it again, field by field.
    return this.read(this.unsentPrefix) as DecideRequest[];
  }

  refused(): RefusedDecision[] {
    return this.read(this.refusedPrefix) as RefusedDecision[];
  }

  private write(key: string, value: unknown): boolean {
    try {
      this.device.setItem(key, JSON.stringify(value));
      return true;
    } catch {
      return false;
    }
  }

  /** In the order of their ids: UUIDs of version 7, which sort by time. */
  private read(prefix: string): unknown[] {
    const keys = Array.from({ length: this.device.length }, (_, i) => this.device.key(i) ?? '');
    const ours = keys.filter((key) => key.startsWith(prefix)).toSorted((a, b) => (a < b ? -1 : 1));
    return ours.flatMap((key) => parsed(this.device.getItem(key)));
  }
}

/** Empty for a write that a crash interrupted: the sample is then still to review. */
function parsed(text: string | null): unknown[] {
  try {
    return text ? [JSON.parse(text)] : [];
  } catch {
    return [];
  }
}

/** This browser's storage, or the tab's memory where the browser allows none. */
export function deviceStorage(): DeviceStorage {
  try {
    return window.localStorage;
  } catch {
    return memoryStorage();
  }
}

function memoryStorage(): DeviceStorage {
  const items = new Map<string, string>();
  return {
    get length() {
      return items.size;
    },
    key: (index) => [...items.keys()][index] ?? null,
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => void items.set(key, value),
    removeItem: (key) => void items.delete(key),
  };
}
