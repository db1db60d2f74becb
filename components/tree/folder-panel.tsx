'use client';

import { FolderPlus, Leaf, MoreHorizontal, Upload } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { TreeNode } from '@/taxonomy/tree/contract';
import { countText, numberText } from '../numbers';
import { Button, ButtonLink, IconButton } from '../ui/button';
import { later } from '../ui/later';
import { laterDialog } from '../ui/later-dialog';
import { Menu } from '../ui/menu';
import { Notice, Skeleton } from '../ui/states';
import { Term } from '../ui/term';
import { useChildrenOf } from './use-tree';
import { ChildrenTable } from './children-table';
import { childrenOf, isBranch, totalsOf, type NodeTotals, type TreeModel } from './model';
import { SamplesBar } from './samples-bar';
import type { TreeEditing } from './tree-editing';

const NodeMenuItems = later(() => import('./node-menu-items').then((module) => module.NodeMenuItems));
const ProblemLeavesDialog = laterDialog(() =>
  import('./problem-leaves-dialog').then((module) => module.ProblemLeavesDialog),
);
const RenameDialog = laterDialog(() => import('./rename-dialog').then((module) => module.RenameDialog));

type FolderPanelProps = {
  taxonomyId: string;
  model: TreeModel;
  /** Null means the whole taxonomy. */
  node: TreeNode | null;
  onSelect: (id: string | null) => void;
  editing: TreeEditing | undefined;
  onImport: () => void;
};

/** The content of a folder and its progress. */
export function FolderPanel({ taxonomyId, model, node, onSelect, editing, onImport }: FolderPanelProps) {
  const [isRenaming, setRenaming] = useState(false);
  const [isListing, setListing] = useState(false);
  const totals = totalsOf(model, node?.id ?? null);
  const children = childrenOf(model, node?.id ?? null);
  const ids = useMemo(() => (node ? [node.id] : []), [node]);
  const retry = useChildrenOf(taxonomyId, model, ids);
  return (
    <div className="flex flex-col gap-6">
      <Facts totals={totals} nodeId={node?.id ?? null} onProblems={() => setListing(true)} />
      {editing && (
        <div className="flex flex-wrap gap-2">
          <Button icon={Leaf} onClick={() => editing.create(node, 'leaf')}>
            New leaf
          </Button>
          <Button icon={FolderPlus} onClick={() => editing.create(node, 'folder')}>
            New folder
          </Button>
          <Button icon={Upload} onClick={onImport}>
            Import…
          </Button>
          {node && !isBranch(node) && (
            <Menu trigger={<IconButton icon={MoreHorizontal} label={`More for ${node.name}`} />}>
              <NodeMenuItems model={model} node={node} editing={editing} onRename={() => setRenaming(true)} />
            </Menu>
          )}
        </div>
      )}
      {!editing && <Notice title="Read only">Editing requires the curator role; ask an owner.</Notice>}
      {node && model.failed.has(node.id) ? (
        <Notice
          tone="error"
          title="The contents of this folder could not be loaded"
          action={<Button onClick={() => retry(node.id)}>Try again</Button>}
        />
      ) : node && !model.children.has(node.id) ? (
        <Skeleton className="h-48 w-full" />
      ) : children.length > 0 ? (
        <ChildrenTable key={node?.id} model={model} nodes={children} onSelect={onSelect} />
      ) : (
        <p className="text-muted">
          This folder is empty. A <Term word="leaf">leaf</Term> is one task or one subject; folders group leaves.
        </p>
      )}
      {isListing && (
        <ProblemLeavesDialog
          taxonomyId={taxonomyId}
          nodeId={node?.id ?? null}
          onSelect={onSelect}
          onClose={() => setListing(false)}
        />
      )}
      {isRenaming && node && editing && (
        <RenameDialog
          model={model}
          node={node}
          onClose={() => setRenaming(false)}
          onRename={(name) => editing.rename(node, name)}
        />
      )}
    </div>
  );
}

type FactsProps = { totals: NodeTotals; nodeId: string | null; onProblems: () => void };

function Facts({ totals, nodeId, onProblems }: FactsProps) {
  const samples = totals.pending + totals.approved + totals.rejected;
  return (
    <section aria-label="Progress" className="flex flex-col gap-3 rounded-lg border bg-surface p-4">
      <dl className="flex flex-wrap gap-x-8 gap-y-3">
        <Fact term={<Term word="leaf">Leaves</Term>} value={totals.leaves} />
        <Fact term={<Term word="seed">Seeds</Term>} value={totals.seeds} />
        <Fact
          term={<Term word="toMend">Problems</Term>}
          value={totals.problems}
          tone={totals.problems > 0 ? 'text-warning' : undefined}
          onOpen={totals.problems > 0 ? onProblems : undefined}
        />
        <Fact term={<Term word="sample">Samples</Term>} value={samples} />
        <Fact term="Approved" value={totals.approved} tone={totals.approved > 0 ? 'text-approved' : undefined} />
        <Fact term="To review" value={totals.pending} />
        <Fact term="Rejected" value={totals.rejected} />
      </dl>
      <SamplesBar counts={totals} />
      {totals.pending > 0 && (
        <div>
          <ButtonLink size="small" href={nodeId ? `/review/${nodeId}` : '/review'}>
            Review {numberText(totals.pending)}
          </ButtonLink>
        </div>
      )}
    </section>
  );
}

type FactProps = {
  term: React.ReactNode;
  value: number;
  tone?: string | undefined;
  /** Opens a list of what was counted. */
  onOpen?: (() => void) | undefined;
};

function Fact({ term, value, tone, onOpen }: FactProps) {
  return (
    <div>
      <dt className="text-sm text-muted">{term}</dt>
      <dd className={`text-lg font-semibold tabular-nums ${tone ?? ''}`}>
        {onOpen ? (
          <button
            type="button"
            aria-label={`${countText(value, 'problem')}: show the leaves`}
            onClick={onOpen}
            className="min-w-6 rounded-sm text-left underline underline-offset-4"
          >
            {numberText(value)}
          </button>
        ) : (
          numberText(value)
        )}
      </dd>
    </div>
  );
}
