import { bindingOf, type Binding, type KeyId } from './keymap';

/** What each shortcut does, for the lists of shortcuts and the palette. */
export const keyLabels: Record<KeyId, string> = {
  'app.palette': 'Search and commands',
  'app.keys': 'Keyboard shortcuts',
  'app.undo': 'Undo',
  'app.redo': 'Redo',
  'app.rail': 'Toggle sidebar',
  'go.taxonomy': 'Go to Taxonomy',
  'go.documents': 'Go to Documents',
  'go.runs': 'Go to Runs',
  'go.review': 'Go to Review',
  'go.datasets': 'Go to Datasets',
  'go.training': 'Go to Training',
  'go.settings': 'Go to Settings',
  'review.next': 'Next sample',
  'review.previous': 'Previous sample, including decided ones',
  'review.approve': 'Approve',
  'review.reject': 'Reject and choose a reason',
  'review.reason': 'Choose a reason',
  'review.edit': 'Edit',
  'review.save': 'Save and approve',
  'review.leave': 'Cancel',
  'review.skip': 'Skip (move to the end of the queue)',
  'review.undo': 'Undo last decision',
  'review.redo': 'Redo',
  'review.details': 'Show or hide scores and seeds',
  'review.origin': 'Show origin',
  'review.change': 'Show or hide edits',
  'review.context': 'Expand or collapse context',
  'review.raw': 'Show raw or formatted text',
  'review.nextLeaf': 'Next leaf to review',
  'review.previousLeaf': 'Previous leaf to review',
  'tree.search': 'Search the tree',
  'leaf.save': 'Save the leaf',
};

/** A shortcut with what it does. */
export type LabelledBinding = Binding & { label: string };

export const labelledBinding = (id: KeyId): LabelledBinding => ({ ...bindingOf(id), label: keyLabels[id] });

/** Keys of the focused row of a tree (tree-keys.ts), for the lists of shortcuts. */
export const treeKeys: readonly LabelledBinding[] = [
  { keys: ['ArrowUp', 'ArrowDown'], label: 'Previous or next row', where: 'Tree' },
  { keys: ['ArrowRight', 'ArrowLeft'], label: 'Open or close a folder', where: 'Tree' },
  { keys: ['*'], label: 'Open all folders of this level', where: 'Tree' },
  { keys: ['Enter'], label: 'Choose the row', where: 'Tree' },
];

/** Those that change the taxonomy; only on its own page. */
export const treeEditingKeys: readonly LabelledBinding[] = [
  { keys: ['Insert'], label: 'New leaf', where: 'Tree' },
  { keys: ['shift+Insert'], label: 'New folder', where: 'Tree' },
  { keys: ['F2'], label: 'Rename', where: 'Tree' },
  { keys: ['alt+ArrowUp', 'alt+ArrowDown'], label: 'Move up or down', where: 'Tree' },
  { keys: ['alt+ArrowLeft', 'alt+ArrowRight'], label: 'Move out of the folder, or into the one above', where: 'Tree' },
  { keys: ['mod+shift+m'], label: 'Move to…', where: 'Tree' },
  { keys: ['Delete'], label: 'Delete', where: 'Tree' },
  { keys: ['shift+F10'], label: 'Open the menu', where: 'Tree' },
];
