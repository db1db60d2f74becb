import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useSyncExternalStore } from 'react';
import type { PromptDetail } from '@/taxonomy/generation/contract-prompts';
import { api, queryKeyOf } from '../api';
import { ApiError } from '../api-client';
import { promptByName } from './prompts-api';

/** An unsaved text, and the number of the version that it was made from. */
type Draft = { text: string; base: number };

const keyOf = (name: string, leaf: string | null) => `seedleaf-prompt-1:${name}:${leaf ?? ''}`;

/**
 * The text of a prompt while a person edits it. It survives a reload. When somebody else saves a version meanwhile,
 * `isConflict` is true until the person has chosen one; nothing is lost.
 */
export function usePromptDraft(prompt: PromptDetail) {
  const client = useQueryClient();
  const { name, latest } = prompt;
  const leaf = prompt.leaf?.nodeId ?? null;
  const key = keyOf(name, leaf);
  const draft = useSyncExternalStore(
    listen,
    () => read(key),
    () => null,
  );

  const isDirty = draft !== null && draft.text !== prompt.text;
  useEffect(() => {
    if (!isDirty) return;
    const onLeave = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', onLeave);
    return () => window.removeEventListener('beforeunload', onLeave);
  }, [isDirty]);

  const keep = (next: Draft | null) => write(key, next);
  const saving = useMutation({
    mutationFn: (body: { text: string | null; after: number }) =>
      api.post('/api/v1/prompts/{prompt}/versions', { params: { prompt: name }, body: { leaf, ...body } }),
    onSuccess: (saved) => {
      client.setQueryData(promptByName(name, leaf).queryKey, saved);
      keep(null);
    },
    onSettled: async (_, error) => {
      if (error && !(error instanceof ApiError && error.code === 'conflict')) return;
      await Promise.all(
        (['/api/v1/prompts', '/api/v1/prompts/{prompt}', '/api/v1/prompts/{prompt}/versions'] as const).map((path) =>
          client.invalidateQueries({ queryKey: queryKeyOf(path) }),
        ),
      );
    },
  });
  return {
    text: draft?.text ?? prompt.text,
    isDirty,
    isConflict: isDirty && draft.base !== latest,
    edit: (text: string) => {
      keep({ text, base: draft?.base ?? latest });
      if (saving.error) saving.reset();
    },
    discard: () => {
      keep(null);
      saving.reset();
    },
    /** @param after The version that was seen: the newest one, when both texts were compared. */
    save: (text: string | null, after = draft?.base ?? latest) => saving.mutate({ text, after }),
    saving,
  };
}

const drafts = new Map<string, Draft | null>();
const listeners = new Set<() => void>();

function listen(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function read(key: string): Draft | null {
  const known = drafts.get(key);
  if (known !== undefined) return known;
  const stored = readStored(key);
  drafts.set(key, stored);
  return stored;
}

function write(key: string, draft: Draft | null): void {
  drafts.set(key, draft);
  store(key, draft);
  for (const listener of listeners) listener();
}

function readStored(key: string): Draft | null {
  try {
    const stored: unknown = JSON.parse(sessionStorage.getItem(key) ?? 'null');
    if (typeof stored !== 'object' || stored === null || !('text' in stored) || !('base' in stored)) return null;
    const { text, base } = stored;
    return typeof text === 'string' && typeof base === 'number' ? { text, base } : null;
  } catch {
    // Private windows may refuse it; then a draft lasts until the page is left.
    return null;
  }
}

function store(key: string, draft: Draft | null): void {
  try {
    if (draft) sessionStorage.setItem(key, JSON.stringify(draft));
    else sessionStorage.removeItem(key);
  } catch {
    // As above.
  }
}
