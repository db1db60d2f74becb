'use client';

import { useQuery } from '@tanstack/react-query';
import type { Actor } from '@/taxonomy/accounts/contract';
import type { LeafDetail } from '@/taxonomy/seeds/contract';
import type { TreeEditing } from '../tree/tree-editing';
import { Button } from '../ui/button';
import { ErrorState, Skeleton } from '../ui/states';
import { leafDetail } from './api';
import { AttributionFields } from './attribution-fields';
import { ConflictDialog } from './conflict-dialog';
import { DocumentFields } from './document-fields';
import { LeafBar } from './leaf-bar';
import { LeafFacts } from './leaf-facts';
import { LeafNotices } from './leaf-notices';
import { placeProblems } from './problems';
import { SeedList } from './seed-list';
import { TaskFields } from './task-fields';
import { useHotkeys } from '../use-hotkeys';
import { useLeafForm } from './use-leaf-form';

type LeafScreenProps = {
  taxonomyId: string;
  nodeId: string;
  actor: Actor;
  /** Omitted for people who can only read. */
  editing: TreeEditing | undefined;
};

export function LeafScreen({ nodeId, ...rest }: LeafScreenProps) {
  const { data, error, refetch } = useQuery(leafDetail(nodeId));
  if (data) return <LeafEditor leaf={data} {...rest} />;
  if (error) return <ErrorState title="The leaf could not be loaded" error={error} onRetry={() => void refetch()} />;
  return (
    <div aria-busy="true" className="flex max-w-3xl flex-col gap-4">
      <span className="sr-only">Loading the leaf…</span>
      <Skeleton className="h-8 w-72" />
      <Skeleton className="h-16 w-full" />
      <Skeleton className="h-40 w-full" />
      <Skeleton className="h-40 w-full" />
    </div>
  );
}

type LeafEditorProps = Omit<LeafScreenProps, 'nodeId'> & { leaf: LeafDetail };

/** A leaf: the task, its seeds as readable pairs, and facts about it. */
function LeafEditor({ taxonomyId, leaf, actor, editing }: LeafEditorProps) {
  const form = useLeafForm({ taxonomyId, leaf, personId: actor.id });
  const { content } = form;
  const problems = placeProblems(form.checkedContent, form.problems);
  const edit = editing ? form.edit : undefined;
  useHotkeys({ 'leaf.save': editing ? form.save : undefined });

  return (
    <div className="flex flex-col gap-x-8 gap-y-6 xl:flex-row">
      <div className="flex min-w-0 flex-1 flex-col gap-6 xl:max-w-3xl">
        <LeafBar taxonomyId={taxonomyId} leaf={leaf} form={form} editing={editing} />
        <LeafNotices form={form} mayEdit={editing !== undefined} />
        <TaskFields content={content} problems={problems} onEdit={edit} />
        {content.kind === 'knowledge' && (
          <DocumentFields
            nodeId={leaf.nodeId}
            isDirty={form.draft !== null}
            content={content}
            problems={problems}
            onEdit={edit}
          />
        )}
        <SeedList
          nodeId={leaf.nodeId}
          content={content}
          problems={problems}
          isDirty={form.draft !== null}
          onEdit={edit}
        />
        <AttributionFields content={content} problems={problems} onEdit={edit} />
        {editing && form.draft && (
          // On narrow screens the bar with the first Save button has scrolled out of view.
          <Button variant="primary" className="lg:hidden" isBusy={form.isSaving} onClick={form.save}>
            {form.isBehind ? 'Compare and save' : 'Save'}
          </Button>
        )}
      </div>
      <LeafFacts leaf={leaf} mayEdit={editing !== undefined} isDirty={form.draft !== null} onSaved={form.saved} />
      {form.comparing && (
        <ConflictDialog
          draft={form.comparing}
          theirs={leaf}
          other={form.other}
          onClose={form.closeComparison}
          onSave={form.saveMerged}
          onTakeTheirs={form.discard}
        />
      )}
    </div>
  );
}
