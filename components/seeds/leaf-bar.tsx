'use client';

import { Check, CircleCheck, MoreHorizontal, TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import type { LeafDetail } from '@/taxonomy/seeds/contract';
import { leafKindNames } from '@/taxonomy/tree/vocabulary';
import { keyOf } from '../keymap';
import { useTree } from '../tree/use-tree';
import { NodeMenuItems } from '../tree/node-menu-items';
import { RenameDialog } from '../tree/rename-dialog';
import type { TreeEditing } from '../tree/tree-editing';
import { Button, IconButton } from '../ui/button';
import { Menu } from '../ui/menu';
import { Term } from '../ui/term';
import { summaryOf } from './problems';
import type { LeafForm } from './use-leaf-form';

type LeafBarProps = { taxonomyId: string; leaf: LeafDetail; form: LeafForm; editing: TreeEditing | undefined };

/** The leaf's state in one line, and the Save button. Stays visible. */
export function LeafBar({ taxonomyId, leaf, form, editing }: LeafBarProps) {
  const summary = summaryOf(form.content, form.problems);
  const isDirty = form.draft !== null;
  const state = isDirty ? `${summary.text}, unsaved` : summary.text;
  return (
    <div className="z-10 -mx-4 -mt-4 flex min-h-11 flex-wrap items-center gap-x-3 gap-y-1 border-b bg-ground px-4 py-1.5 lg:sticky lg:flex-nowrap lg:top-(--top-bar)">
      <span className="shrink-0 font-medium">
        <Term word={form.content.kind}>{leafKindNames[form.content.kind]}</Term>
      </span>
      <output className="flex min-w-40 flex-1 items-center gap-1 text-muted lg:min-w-0" title={state}>
        {summary.isFine ? (
          <CircleCheck size={16} aria-hidden className="shrink-0 text-approved" />
        ) : (
          <TriangleAlert size={16} aria-hidden className="shrink-0 text-warning" />
        )}
        <span className="lg:truncate">{state}</span>
      </output>
      {editing && (
        <div className="ml-auto flex shrink-0 items-center gap-2">
          <output className="inline-flex items-center gap-1 text-approved empty:hidden">
            {form.isSaved && (
              <>
                <Check size={16} aria-hidden />
                Saved
              </>
            )}
          </output>
          {isDirty && (
            <Button variant="ghost" onClick={form.discard}>
              Discard
            </Button>
          )}
          <Button
            variant="primary"
            keyHint={keyOf('leaf.save')}
            // Between the tree and the facts there is no room for the key.
            className="lg:[&_kbd]:hidden 2xl:[&_kbd]:inline-flex"
            disabled={!isDirty}
            isBusy={form.isSaving}
            onClick={form.save}
          >
            {form.isBehind ? 'Compare and save' : 'Save'}
          </Button>
          <LeafMenu taxonomyId={taxonomyId} leaf={leaf} editing={editing} />
        </div>
      )}
    </div>
  );
}

function LeafMenu({ taxonomyId, leaf, editing }: { taxonomyId: string; leaf: LeafDetail; editing: TreeEditing }) {
  const [isRenaming, setRenaming] = useState(false);
  const { model } = useTree(taxonomyId);
  const node = model?.nodes.get(leaf.nodeId);
  if (!model || !node) return null;
  return (
    <>
      <Menu align="end" trigger={<IconButton icon={MoreHorizontal} label={`More for ${node.name}`} />}>
        <NodeMenuItems model={model} node={node} editing={editing} onRename={() => setRenaming(true)} />
      </Menu>
      {isRenaming && (
        <RenameDialog
          model={model}
          node={node}
          onClose={() => setRenaming(false)}
          onRename={(name) => editing.rename(node, name)}
        />
      )}
    </>
  );
}
