'use client';

import {
  buildProxiedInstance,
  dragAndDropFeature,
  isOrderedDragTarget,
  selectionFeature,
  syncDataLoaderFeature,
  type DragTarget,
  type ItemInstance,
  type TreeInstance,
} from '@headless-tree/core';
import { useTree as useHeadlessTree } from '@headless-tree/react';
import { useVirtualizer } from '@tanstack/react-virtual';
import dynamic from 'next/dynamic';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { TreeNode } from '@/taxonomy/tree/contract';
import { isBranch, isWithin, ROOT, type CountName, type TreeModel } from './model';
import { useChildrenOf } from './use-tree';
import { useOpenFolders, withWayTo } from './open-folders';
import { dropFault, type Destination, type TreeEditing } from './tree-editing';
import { useTreeKeys } from './tree-keys';
import type { MenuPlace } from './tree-menu';
import { INDENT, ROW_HEIGHT, type Item } from './tree-item';
import { TreeRow } from './tree-row';

const TreeMenu = dynamic(() => import('./tree-menu').then((module) => module.TreeMenu));

type TreeViewProps = {
  taxonomyId: string;
  model: TreeModel;
  count: CountName;
  countWord: string;
  selectedId: string | null;
  selectedIds?: readonly string[];
  onSelect: (id: string | null) => void;
  onSearch: () => void;
  editing?: TreeEditing | undefined;
  draftIds?: readonly string[];
};

/** The rows. Keys and roles are those of a WAI-ARIA tree; only the visible rows are in the page. */
export function TreeView(props: TreeViewProps) {
  const { taxonomyId, model, selectedId, onSelect, editing } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const [renamingId, setRenamingId] = useState<string | null>(null);
  const [menu, setMenu] = useState<MenuPlace | null>(null);
  const { expandedItems, setExpandedItems } = useExpanded(props);
  const retry = useChildrenOf(taxonomyId, model, expandedItems);
  const setExpanded = (next: string[]) => {
    // Opening a folder again is another try, also with the keyboard.
    for (const id of next) if (model.failed.has(id) && !expandedItems.includes(id)) retry(id);
    setExpandedItems(next);
  };

  const tree = useHeadlessTree<Item>({
    rootItemId: ROOT,
    state: { expandedItems },
    setExpandedItems: (change) => setExpanded(typeof change === 'function' ? change(expandedItems) : change),
    getItemName: (item) => item.getItemData().node?.name ?? '',
    isItemFolder: (item) => isFolder(model, item.getId()),
    dataLoader: {
      getItem: (id) => ({ node: model.nodes.get(id) ?? null }),
      getChildren: (id) => [...(model.children.get(id) ?? [])],
    },
    indent: INDENT,
    canReorder: true,
    canDrag: (items) => Boolean(editing) && items.every((item) => isMovable(item.getItemData().node)),
    canDrop: (items, target) => canDrop(items, target),
    onDrop: (items, target) => drop(model, editing, items, target),
    scrollToItem: (item) => virtualizer.scrollToIndex(item.getItemMeta().index),
    instanceBuilder: buildProxiedInstance,
    // Dragging needs the selection feature; what is selected here is stored in the address instead.
    features: [syncDataLoaderFeature, selectionFeature, dragAndDropFeature],
  });
  const items = tree.getItems();
  const dragged = tree.getState().dnd?.draggedItems?.[0]?.getItemData().node ?? null;
  // The React compiler is not used here, and the virtualizer's functions are not passed on.
  // oxlint-disable-next-line react/incompatible-library
  const virtualizer = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    getItemKey: (index) => items[index]?.getId() ?? index,
    overscan: 8,
  });

  const selectedIndex = items.findIndex((item) => item.getId() === selectedId);
  const shownFor = useRef<string | null>(null);
  useEffect(() => {
    // Once per selection: later changes of the list must not scroll the view away from where a person is.
    if (selectedIndex < 0 || shownFor.current === selectedId) return;
    shownFor.current = selectedId;
    virtualizer.scrollToIndex(selectedIndex);
    // Tab moves the focus to the selected row.
    items[selectedIndex]?.setFocused();
  }, [selectedIndex, selectedId, virtualizer, items]);

  const { focusRow, refocus } = useRowFocus(tree, (index) => virtualizer.scrollToIndex(index));
  // After an action from the menu, the focus returns to its row; a dialog also returns it there. After a deletion, the
  // focus moves to the next row, or to the previous one at the end.
  const editingWithFocus = editing && {
    ...editing,
    move: (node: TreeNode, to: Destination) => {
      refocus();
      editing.move(node, to);
    },
    create: (parent: TreeNode | null, what: 'leaf' | 'folder') => {
      refocus();
      editing.create(parent, what);
    },
    moveTo: (node: TreeNode) => {
      refocus();
      editing.moveTo(node);
    },
    remove: (node: TreeNode) => {
      const index = items.findIndex((item) => item.getId() === node.id);
      const after = items.slice(index + 1).find((item) => !isWithin(model, item.getId(), node.id));
      focusRow(after ?? items[index - 1]);
      editing.remove(node);
    },
  };
  const onKeyDown = useTreeKeys({
    tree,
    props: { ...props, editing: editingWithFocus },
    scroller,
    setExpandedItems: setExpanded,
    focusRow,
    rename: setRenamingId,
    openMenu: setMenu,
  });

  return (
    <div ref={scroller} className="min-h-0 flex-1 overflow-y-auto px-2 pb-4">
      {/* The library's props set the role, the label and the focus; these keys are the ones that it lacks. */}
      <div
        {...tree.getContainerProps('Taxonomy')}
        role="tree"
        tabIndex={-1}
        onKeyDown={onKeyDown}
        style={{ height: virtualizer.getTotalSize() }}
        className="relative"
      >
        {virtualizer.getVirtualItems().map(({ index, start }) => {
          const item = items[index];
          const node = item?.getItemData().node;
          if (!item || !node) return null;
          return (
            <TreeRow
              key={node.id}
              item={item}
              node={node}
              model={model}
              count={props.count}
              countWord={props.countWord}
              top={start}
              isSelected={node.id === selectedId || (props.selectedIds?.includes(node.id) ?? false)}
              isRefusing={dragged !== null && dropFault(model, dragged, node) !== null}
              hasDraft={props.draftIds?.includes(node.id) ?? false}
              onSelect={onSelect}
              onMenu={editing && setMenu}
              onRetry={retry}
              renaming={
                renamingId === node.id && editing
                  ? {
                      onDone: (name) => {
                        setRenamingId(null);
                        if (name !== null && name !== node.name) editing.rename(node, name);
                        refocus();
                      },
                    }
                  : null
              }
            />
          );
        })}
        <div style={tree.getDragLineStyle()} className="z-10 h-0.5 rounded-full bg-accent" />
      </div>
      {editingWithFocus && menu && (
        <TreeMenu
          model={model}
          place={menu}
          editing={editingWithFocus}
          onRename={setRenamingId}
          onClose={() => setMenu(null)}
          onRefocus={refocus}
        />
      )}
    </div>
  );
}

/**
 * Focuses a row as soon as it is in the page: at once if it is visible, otherwise after scrolling has rendered it. The
 * library itself checks only every 20 ms, which is noticeable while a key is held.
 */
function useRowFocus(tree: TreeInstance<Item>, scrollTo: (index: number) => void) {
  const isWanted = useRef(false);
  useLayoutEffect(() => {
    const row = isWanted.current ? tree.getFocusedItem()?.getElement() : null;
    if (!row) return;
    isWanted.current = false;
    row.focus({ preventScroll: true });
  });
  const focusRow = (item: ItemInstance<Item> | undefined) => {
    if (!item) return;
    isWanted.current = true;
    item.setFocused();
    scrollTo(item.getItemMeta().index);
  };
  return { focusRow, refocus: () => focusRow(tree.getFocusedItem()) };
}

/** The open folders; a new selection also opens those above it. */
function useExpanded({ taxonomyId, model, selectedId }: TreeViewProps) {
  const { open, change } = useOpenFolders(taxonomyId, model);
  const revealed = useRef<string | null>(null);
  useEffect(() => {
    // If the place of the selection is not loaded yet, it is revealed later.
    if (selectedId === revealed.current || (selectedId !== null && !model.nodes.has(selectedId))) return;
    revealed.current = selectedId;
    const next = withWayTo(open, model, selectedId);
    if (next !== open) change(next);
  }, [selectedId, open, model, change]);
  // A new array also when the nodes have changed, which makes the library list its rows again.
  const expandedItems = useMemo(() => open.filter((id) => model.nodes.has(id)), [open, model]);
  return { expandedItems, setExpandedItems: change };
}

const isFolder = (model: TreeModel, id: string): boolean =>
  id === ROOT || !model.nodes.get(id)?.leaf || (model.nodes.get(id)?.childCount ?? 0) > 0;

const isMovable = (node: TreeNode | null): boolean => node !== null && !isBranch(node);

/** The row follows the pointer everywhere; after the drop, `dropFault` explains why it was not possible. */
const canDrop = (items: ItemInstance<Item>[], target: DragTarget<Item>): boolean => {
  const into = target.item.getItemData().node;
  return into !== null && items.every((item) => item.getId() !== into.id);
};

/** `editing.refuse` tells why nothing was moved. */
function drop(
  model: TreeModel,
  editing: TreeEditing | undefined,
  items: ItemInstance<Item>[],
  target: DragTarget<Item>,
): void {
  const node = items[0]?.getItemData().node;
  const into = target.item.getItemData().node;
  if (!node || !into || !editing) return;
  const fault = dropFault(model, node, into);
  if (fault) editing.refuse(fault);
  else
    editing.move(
      node,
      isOrderedDragTarget(target) ? { parentId: into.id, position: target.insertionIndex } : { parentId: into.id },
    );
}
