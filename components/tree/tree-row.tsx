'use client';

import type { ItemInstance } from '@headless-tree/core';
import { clsx } from 'clsx';
import { ChevronRight, CircleAlert, Folder, FolderOpen, Leaf, TriangleAlert } from 'lucide-react';
import type { MouseEvent } from 'react';
import type { TreeNode } from '@/taxonomy/tree/contract';
import { countText, numberText } from '../numbers';
import { countIn, totalsOf, type CountName, type TreeModel } from './model';
import { RenameInput } from './rename-input';
import { INDENT, type Item } from './tree-item';
import type { MenuPlace } from './tree-menu';

type TreeRowProps = {
  item: ItemInstance<Item>;
  node: TreeNode;
  model: TreeModel;
  count: CountName;
  countWord: string;
  top: number;
  isSelected: boolean;
  /** The dragged node cannot be dropped here. */
  isRefusing: boolean;
  hasDraft: boolean;
  onSelect: (id: string) => void;
  onMenu: ((place: MenuPlace) => void) | undefined;
  onRetry: (id: string) => void;
  renaming: { onDone: (name: string | null) => void } | null;
};

/** There are two places to click: the chevron opens and closes, the rest selects. */
export function TreeRow({ item, node, model, top, isSelected, renaming, onMenu, ...props }: TreeRowProps) {
  const number = countIn(totalsOf(model, node.id), props.count);
  const hasChildren = (model.nodes.get(node.id)?.childCount ?? 0) > 0;
  const isFailed = item.isExpanded() && model.failed.has(node.id);
  const toggle = (event: MouseEvent) => {
    event.stopPropagation();
    item.setFocused();
    if (item.isExpanded()) item.collapse();
    else item.expand();
  };
  return (
    // Its keys are those of the tree around it (tree-keys.ts).
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
    <div
      {...item.getProps()}
      role="treeitem"
      tabIndex={item.isFocused() ? 0 : -1}
      {...(renaming && { draggable: false })}
      aria-label={spoken(node, number, { ...props, isFailed })}
      aria-selected={isSelected}
      aria-expanded={hasChildren ? item.isExpanded() : undefined}
      aria-busy={hasChildren && item.isExpanded() && !isFailed && !model.children.has(node.id) ? true : undefined}
      onClick={() => {
        item.setFocused();
        if (hasChildren && !item.isExpanded()) item.expand();
        props.onSelect(node.id);
      }}
      // Whatever moved the focus here (for example a screen reader), keys now act on this row.
      onFocus={() => {
        if (!item.isFocused()) item.setFocused();
      }}
      onContextMenu={(event: MouseEvent) => {
        if (!onMenu) return;
        event.preventDefault();
        item.setFocused();
        onMenu({ node, x: event.clientX, y: event.clientY });
      }}
      style={{ transform: `translateY(${top}px)`, paddingLeft: item.getItemMeta().level * INDENT }}
      className={clsx(
        'absolute inset-x-0 top-0 flex h-7 cursor-pointer items-center gap-1 rounded-sm pr-2 -outline-offset-2',
        isSelected ? 'bg-accent-soft font-medium' : 'hover:bg-hover',
        item.isUnorderedDragTarget() &&
          (props.isRefusing ? 'outline-2 outline-rejected outline-dashed' : 'outline-2 outline-accent outline-solid'),
      )}
    >
      {hasChildren ? (
        // The tree's keys open and close too; this is only for the pointer.
        // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions
        <span
          aria-hidden
          onClick={toggle}
          className="flex size-6 shrink-0 items-center justify-center text-muted hover:text-ink"
        >
          <ChevronRight size={14} className={clsx('transition-transform', item.isExpanded() && 'rotate-90')} />
        </span>
      ) : (
        <span className="w-6 shrink-0" />
      )}
      <NodeIcon node={node} isOpen={hasChildren && item.isExpanded()} />
      {renaming ? (
        <RenameInput node={node} model={model} onDone={renaming.onDone} />
      ) : (
        <span className="min-w-0 flex-1 truncate">{node.name}</span>
      )}
      {props.hasDraft && (
        <span aria-hidden className="size-2 shrink-0 rounded-full bg-accent" title="Unsaved changes" />
      )}
      {node.leaf !== null && node.leaf.problemCount > 0 && props.count === 'seeds' && (
        <TriangleAlert size={14} aria-hidden className="shrink-0 text-warning" />
      )}
      {isFailed && (
        // With the keyboard: close the folder and open it again.
        <button
          type="button"
          tabIndex={-1}
          title="The contents of this folder could not be loaded."
          className="flex min-h-6 shrink-0 items-center gap-1 text-sm text-rejected hover:underline"
          onClick={(event) => {
            event.stopPropagation();
            props.onRetry(node.id);
          }}
        >
          <CircleAlert size={14} aria-hidden />
          Try again
        </button>
      )}
      {!renaming && !isFailed && (
        <span className="shrink-0 text-sm font-normal text-muted tabular-nums">{number > 0 && numberText(number)}</span>
      )}
    </div>
  );
}

function NodeIcon({ node, isOpen }: { node: TreeNode; isOpen: boolean }) {
  const Icon = node.leaf ? Leaf : isOpen ? FolderOpen : Folder;
  return <Icon size={14} aria-hidden className="shrink-0 text-muted" />;
}

/** What a screen reader says about a row: the name, the number with its unit, and the meaning of the icons. */
function spoken(
  node: TreeNode,
  number: number,
  { countWord, hasDraft, isFailed }: { countWord: string; hasDraft: boolean; isFailed: boolean },
): string {
  const problems = node.leaf?.problemCount ?? 0;
  return [
    node.name,
    node.leaf ? 'leaf' : 'folder',
    `${numberText(number)} ${countWord}`,
    problems > 0 && countText(problems, 'problem'),
    hasDraft && 'unsaved changes',
    isFailed && 'contents could not be loaded',
  ]
    .filter(Boolean)
    .join(', ');
}
