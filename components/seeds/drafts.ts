import type { LeafContent } from '@/taxonomy/seeds/contract';

/**
 * A person's unsaved edits. They are kept in memory and, a moment later, in the browser's storage, so that neither a
 * reload nor a crash loses them. `base` is the version that was edited.
 */
export type Draft = { baseVersion: number; base: LeafContent; content: LeafContent; at: string };

const PREFIX = 'seedleaf-draft-1:';
const WRITE_AFTER_MS = 300;

const drafts = new Map<string, Draft | null>();
const listeners = new Set<() => void>();
const unwritten = new Set<string>();
const restored = new Set<string>();
let timer: ReturnType<typeof setTimeout> | undefined;
let isStorageFull = false;

/** Drafts belong to one person: two people at one browser do not see each other's. */
export const draftKey = (personId: string, nodeId: string) => `${PREFIX}${personId}:${nodeId}`;

export function readDraft(key: string): Draft | null {
  const known = drafts.get(key);
  if (known !== undefined) return known;
  const stored = parseDraft(storage()?.getItem(key) ?? null);
  drafts.set(key, stored);
  if (stored) restored.add(key);
  return stored;
}

export function writeDraft(key: string, draft: Draft | null): void {
  drafts.set(key, draft);
  if (!draft) restored.delete(key);
  unwritten.add(key);
  clearTimeout(timer);
  timer = setTimeout(flushDrafts, WRITE_AFTER_MS);
  tell();
}

/** True for a draft that was found in the browser when this page was opened, and not edited since. */
export const isRestored = (key: string): boolean => restored.has(key);

export function acceptRestored(key: string): void {
  restored.delete(key);
  tell();
}

/** Ids of this person's leaves with unsaved changes. Returns the same array while nothing changes. */
export function draftedNodes(personId: string): readonly string[] {
  const prefix = draftKey(personId, '');
  const stored = Object.keys(storage() ?? {}).filter((key) => key.startsWith(prefix) && readDraft(key) !== null);
  const inMemory = [...drafts].filter(([key, draft]) => draft && key.startsWith(prefix)).map(([key]) => key);
  const ids = [...new Set([...stored, ...inMemory])].map((key) => key.slice(prefix.length)).sort();
  if (ids.join() !== lastIds.join()) lastIds = ids;
  return lastIds;
}
let lastIds: readonly string[] = [];

/** True when the browser's storage is full, so that unsaved changes would be lost with this page. */
export const hasUnkeptDrafts = (): boolean => isStorageFull && [...drafts.values()].some((draft) => draft !== null);

export function onDraftsChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Writes pending drafts; also called when the page is hidden, which may be its last moment. */
export function flushDrafts(): void {
  const store = storage();
  for (const key of unwritten) {
    const draft = drafts.get(key);
    try {
      if (draft) store?.setItem(key, JSON.stringify(draft));
      else store?.removeItem(key);
      isStorageFull = store === null;
    } catch (error) {
      // A full storage must not fail the edit: the draft is still in memory, and leaving the page asks first.
      if (!(error instanceof DOMException)) throw error;
      isStorageFull = true;
    }
  }
  unwritten.clear();
  tell();
}

function tell(): void {
  for (const listener of listeners) listener();
}

/** Null on the server and if the browser forbids it. */
function storage(): Storage | null {
  try {
    return typeof window === 'undefined' ? null : window.localStorage;
  } catch (error) {
    if (error instanceof DOMException) return null;
    throw error;
  }
}

function parseDraft(text: string | null): Draft | null {
  if (text === null) return null;
  try {
    const value: unknown = JSON.parse(text);
    return isDraft(value) ? value : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** People can edit the browser's storage; the server checks the whole leaf when it is saved. */
const isDraft = (value: unknown): value is Draft =>
  isRecord(value) &&
  typeof value.baseVersion === 'number' &&
  typeof value.at === 'string' &&
  isContent(value.content) &&
  isContent(value.base);

const isContent = (value: unknown): boolean =>
  isRecord(value) && typeof value.kind === 'string' && Array.isArray(value.seeds) && isRecord(value.attribution);

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
