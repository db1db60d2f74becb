import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import type { LeafContent, LeafDetail, SaveLeafRequest } from '@/taxonomy/seeds/contract';
import { ApiError } from '../api-client';
import { useUndo } from '../ui/undo';
import { useDebouncedValue } from '../use-debounced-value';
import { treeNodes } from '../tree/api';
import { madeNode, withLeaf } from '../tree/known-tree';
import { leafCheck, leafDetail, leafHistory, saveLeaf } from './api';
import {
  acceptRestored,
  draftKey,
  flushDrafts,
  hasUnkeptDrafts,
  isRestored,
  onDraftsChange,
  readDraft,
  writeDraft,
} from './drafts';
import { tidied } from './edit-leaf';
import { isSameContent } from './leaf-diff';
import { otherVersion } from './other-version';
import { withoutFilled } from './problems';

const CHECK_AFTER_MS = 400;

type LeafFormInput = { taxonomyId: string; leaf: LeafDetail; personId: string };

/** A leaf being edited. The screen shows the draft if there is one, otherwise the saved leaf. */
export function useLeafForm({ taxonomyId, leaf, personId }: LeafFormInput) {
  const client = useQueryClient();
  const undo = useUndo();
  const { queryKey } = leafDetail(leaf.nodeId);
  const key = draftKey(personId, leaf.nodeId);
  const draft = useSyncExternalStore(
    onDraftsChange,
    () => readDraft(key),
    () => null,
  );
  const wasRestored = useSyncExternalStore(
    onDraftsChange,
    () => isRestored(key),
    () => false,
  );
  const [isComparing, setComparing] = useState(false);
  const content = draft?.content ?? leaf.content;
  useGuardedDrafts();

  /** Applies a change to the current content, so that a late one (an undo) does not overwrite anything newer. */
  const edit = (change: (content: LeafContent) => LeafContent) => {
    const standing = client.getQueryData(queryKey) ?? leaf;
    const { content: base, version: baseVersion } = standing;
    const now = readDraft(key) ?? { content: base, base, baseVersion };
    const next = change(now.content);
    if (next === now.content) return;
    // Restoring a discarded draft would overwrite what is being written now.
    undo.forget(key);
    const isBack = now.baseVersion === standing.version && isSameContent(next, standing.content);
    writeDraft(key, isBack ? null : { ...now, content: next, at: new Date().toISOString() });
  };

  const saved = (detail: LeafDetail, sent: LeafContent) => {
    client.setQueryData(queryKey, detail);
    undo.forget(madeNode(detail.nodeId));
    const typed = readDraft(key);
    const isWhole = !typed || isSameContent(tidied(typed.content), sent);
    // What was typed during the save is based on the version that the save created.
    writeDraft(key, isWhole ? null : { ...typed, base: detail.content, baseVersion: detail.version });
    const { queryKey: treeKey } = treeNodes(taxonomyId);
    client.setQueryData(treeKey, (tree) => tree && withLeaf(tree, detail.nodeId, leafFacts(detail)));
    void client.invalidateQueries({ queryKey: treeKey });
    return client.invalidateQueries({ queryKey: leafHistory(leaf.nodeId).queryKey });
  };

  const { mutate, isPending, isSuccess, error, reset } = useMutation({
    mutationFn: (request: SaveLeafRequest) => saveLeaf(leaf.nodeId, request),
    onSuccess: (detail, { content: sent }) => saved(detail, sent),
    onError: (failure) => {
      const theirs = otherVersionIn(failure);
      if (!theirs) return;
      client.setQueryData(queryKey, theirs);
      setComparing(true);
    },
  });

  const isBehind = draft !== null && draft.baseVersion < leaf.version;
  const save = () => {
    if (!draft || isPending) return;
    if (isBehind) setComparing(true);
    else mutate({ baseVersion: draft.baseVersion, content: tidied(draft.content) });
  };
  const discard = () => {
    if (!draft) return;
    writeDraft(key, null);
    reset();
    undo.push({
      label: `Discarded changes to “${leaf.name}”`,
      subject: key,
      undo: () => writeDraft(key, draft),
    });
  };

  return {
    content,
    draft,
    edit,
    save,
    discard,
    isSaving: isPending,
    /** Nothing was written since the last save on this page. */
    isSaved: isSuccess && draft === null,
    /** An error other than a conflict with another person's save. */
    saveError: error && !otherVersionIn(error) ? error : null,
    ...useProblems(leaf, content, draft !== null),
    isBehind,
    other: otherVersion(leaf, personId),
    comparing: isComparing && draft !== null && isBehind ? draft : null,
    compare: () => setComparing(true),
    closeComparison: () => setComparing(false),
    /** Saves the result of a comparison as the version after theirs. */
    saveMerged: (merged: LeafContent) => {
      setComparing(false);
      writeDraft(key, { baseVersion: leaf.version, base: leaf.content, content: merged, at: new Date().toISOString() });
      mutate({ baseVersion: leaf.version, content: tidied(merged) });
    },
    wasRestored,
    acceptRestored: () => acceptRestored(key),
    saved,
  };
}

export type LeafForm = ReturnType<typeof useLeafForm>;

const leafFacts = ({ content, version, problems }: LeafDetail) => ({
  kind: content.kind,
  version,
  seedCount: content.seeds.length,
  problemCount: problems.filter((problem) => problem.severity === 'error').length,
});

/** The version on the server that caused a save to be refused. */
function otherVersionIn(error: Error): LeafDetail | null {
  if (!(error instanceof ApiError) || error.code !== 'conflict') return null;
  const { detail } = error;
  const isLeaf = typeof detail === 'object' && detail !== null && 'content' in detail && 'version' in detail;
  // Our server's response to a save: by its contract, the detail of this conflict is a LeafDetail.
  return isLeaf ? (detail as LeafDetail) : null;
}

/** The problems of the content on the screen, checked when typing pauses. */
function useProblems(leaf: LeafDetail, content: LeafContent, isDirty: boolean) {
  const debounced = useDebouncedValue(content, CHECK_AFTER_MS);
  const { data } = useQuery(leafCheck(leaf.nodeId, debounced, isDirty && debounced !== leaf.content));
  const checked = isDirty && data ? data : { content: leaf.content, problems: leaf.problems };
  const problems = useMemo(
    () => withoutFilled(checked.content, content, checked.problems),
    [checked.content, checked.problems, content],
  );
  return { problems, checkedContent: checked.content };
}

/** Writes drafts when the page closes, and asks first only if the browser could not keep them. */
function useGuardedDrafts(): void {
  useEffect(() => {
    const onLeave = (event: BeforeUnloadEvent) => {
      flushDrafts();
      if (hasUnkeptDrafts()) event.preventDefault();
    };
    window.addEventListener('beforeunload', onLeave);
    window.addEventListener('pagehide', flushDrafts);
    document.addEventListener('visibilitychange', flushDrafts);
    return () => {
      window.removeEventListener('beforeunload', onLeave);
      window.removeEventListener('pagehide', flushDrafts);
      document.removeEventListener('visibilitychange', flushDrafts);
    };
  }, []);
}
