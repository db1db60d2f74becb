'use client';

import { usePathname } from 'next/navigation';
import { lazy, Suspense, useMemo, useSyncExternalStore } from 'react';
import type { Actor } from '@/taxonomy/accounts/contract';
import { mayActAs } from '@/taxonomy/accounts/vocabulary';
import type { TreeNode } from '@/taxonomy/tree/contract';
import { draftedNodes, onDraftsChange } from './drafts';
import { ButtonLink } from '../ui/button';
import { laterDialog } from '../ui/later-dialog';
import { loadWhenIdle } from '../ui/load-when-idle';
import { Page, type Step } from '../ui/page';
import { EmptyState, ErrorState, Skeleton } from '../ui/states';
import { useTree } from '../tree/use-tree';
import { FolderPanel } from '../tree/folder-panel';
import { crumbsOf, totalsOf } from '../tree/model';
import type { PackedPart } from '../tree/packed-part';
import { TaxonomyTree } from '../tree/taxonomy-tree';
import { useTaxonomyEditing } from '../tree/use-taxonomy-editing';

// Code that the first paint does not need is loaded after it.
const ImportDialog = laterDialog(() => import('./import-dialog').then((module) => module.ImportDialog));
const NewNodeDialog = laterDialog(() => import('../tree/new-node-dialog').then((module) => module.NewNodeDialog));
const NodePicker = laterDialog(() => import('../tree/node-picker').then((module) => module.NodePicker));
const leafScreen = () => import('./leaf-screen');
// The server renders these two when they are the page.
const LeafScreen = lazy(() => leafScreen().then((module) => ({ default: module.LeafScreen })));
const EmptyTaxonomy = lazy(() =>
  import('../tree/empty-taxonomy').then((module) => ({ default: module.EmptyTaxonomy })),
);
loadWhenIdle(leafScreen);

/** `tree` is the part that the server sent with the page. */
type TaxonomyScreenProps = { taxonomyId: string; actor: Actor; tree: PackedPart };

/** The tree, and beside it the chosen folder or leaf. The choice is stored only in the address. */
export function TaxonomyScreen({ taxonomyId, actor, tree }: TaxonomyScreenProps) {
  const nodeId = usePathname().split('/')[2] ?? null;
  const needed = useMemo(() => (nodeId === null ? [] : [nodeId]), [nodeId]);
  const { model, error, refetch } = useTree(taxonomyId, { needed, initial: tree });
  const draftIds = useDraftedNodes(actor.id);
  const { editing, dialog, closeDialog, create } = useTaxonomyEditing({ taxonomyId, model, nodeId, select });
  const may = mayActAs(actor.role, 'curator');
  const node = nodeId === null ? null : model?.nodes.get(nodeId);
  const isGone = nodeId !== null && model !== null && model.gone.has(nodeId);
  const isEmpty = model !== null && nodeId === null && totalsOf(model, null).leaves === 0;

  return (
    <Page
      crumbs={crumbSteps(model ? crumbsOf(model, nodeId) : [])}
      action={
        may &&
        node !== undefined &&
        !isEmpty && (
          <ButtonLink variant="primary" href={node ? `/runs/new?scope=${node.id}` : '/runs/new'}>
            Generate here
          </ButtonLink>
        )
      }
      side={{
        label: 'Tree',
        body: (
          <TaxonomyTree
            taxonomyId={taxonomyId}
            count="seeds"
            selectedId={nodeId}
            onSelect={select}
            editing={may ? editing : undefined}
            draftIds={draftIds}
          />
        ),
      }}
    >
      <Suspense fallback={<PanelSkeleton />}>
        {error ? (
          <ErrorState title="The taxonomy could not be loaded" error={error} onRetry={refetch} />
        ) : isGone ? (
          <NodeIsGone onSelect={select} />
        ) : !model || node === undefined ? (
          <PanelSkeleton />
        ) : isEmpty ? (
          <EmptyTaxonomy
            taxonomyId={taxonomyId}
            mayEdit={may}
            onImport={editing.importFiles}
            onNew={(what) => editing.create(null, what)}
          />
        ) : node?.leaf ? (
          <LeafScreen
            key={node.id}
            taxonomyId={taxonomyId}
            nodeId={node.id}
            actor={actor}
            editing={may ? editing : undefined}
          />
        ) : (
          <FolderPanel
            taxonomyId={taxonomyId}
            model={model}
            node={node}
            onSelect={select}
            editing={may ? editing : undefined}
            onImport={editing.importFiles}
          />
        )}
      </Suspense>
      {model && dialog?.kind === 'create' && (
        <NewNodeDialog
          model={model}
          parent={dialog.parent}
          what={dialog.what}
          create={create}
          onClose={closeDialog}
          onMade={(made) => {
            closeDialog();
            select(made.id);
          }}
        />
      )}
      {dialog?.kind === 'move' && (
        <NodePicker
          taxonomyId={taxonomyId}
          open
          onOpenChange={closeDialog}
          title={`Move “${dialog.node.name}”`}
          description="Choose a folder. Its samples and links to it are kept."
          only="folders"
          branch={dialog.node.branch}
          accept={({ node: place, above }) => isPlaceFor(dialog.node, place, above)}
          onPick={dialog.onPick}
        />
      )}
      {dialog?.kind === 'import' && <ImportDialog taxonomyId={taxonomyId} onClose={closeDialog} />}
    </Page>
  );
}

/** True for a folder that is not the node, not below it, and not its current parent. */
const isPlaceFor = (node: TreeNode, place: TreeNode, above: readonly { id: string }[]): boolean =>
  place.id !== node.id && place.id !== node.parentId && !above.some(({ id }) => id === node.id);

/** Does not reload the page from the server: the tree and what was typed stay as they are. */
function select(id: string | null): void {
  const href = id === null ? '/taxonomy' : `/taxonomy/${id}`;
  if (window.location.pathname !== href) window.history.pushState(null, '', href);
}

const crumbSteps = (crumbs: readonly TreeNode[]): Step[] => [
  stepTo('Taxonomy', null),
  ...crumbs.map((crumb) => stepTo(crumb.name, crumb.id)),
];

const stepTo = (label: string, id: string | null): Step => ({
  label,
  href: id === null ? '/taxonomy' : `/taxonomy/${id}`,
  onNavigate: (event) => {
    event.preventDefault();
    select(id);
  },
});

const noIds: readonly string[] = [];
const useDraftedNodes = (personId: string) =>
  useSyncExternalStore(
    onDraftsChange,
    () => draftedNodes(personId),
    () => noIds,
  );

const PanelSkeleton = () => (
  <div aria-busy="true" className="flex flex-col gap-4">
    <span className="sr-only">Loading…</span>
    <Skeleton className="h-28 w-full" />
    <Skeleton className="h-8 w-64" />
    <Skeleton className="h-48 w-full" />
  </div>
);

const NodeIsGone = ({ onSelect }: { onSelect: (id: null) => void }) => (
  <EmptyState
    title="Not in the taxonomy"
    action={
      <button type="button" className="text-accent underline" onClick={() => onSelect(null)}>
        Show the whole taxonomy
      </button>
    }
  >
    It was deleted, or the address is incomplete. A deleted leaf’s samples are kept.
  </EmptyState>
);
