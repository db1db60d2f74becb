/** A shortcut. `keys` are alternatives; buttons show the first one (keys.ts says how keys are written). */
export type Binding = {
  keys: readonly [string, ...string[]];
  label: string;
  where: 'Everywhere' | 'Review' | 'Taxonomy' | 'Leaf' | 'Tree' | 'Runs' | 'Datasets';
  /** Repeats while the key is held down. */
  repeats?: boolean;
  /** Also while typing in a field; only for combinations with mod and for Escape. */
  inFields?: boolean;
};

/**
 * Every shortcut of Seedleaf. Handlers (useHotkeys), the `?` sheet, button hints and the palette read it. A key has one
 * meaning on each page; a test checks that.
 *
 * Keys of a widget are handled by the widget: those of the tree are in `treeKeys`, others (Escape in a dialog) are usual
 * and not listed.
 */
export const keymap = {
  'app.palette': { keys: ['mod+k'], label: 'Search and commands', where: 'Everywhere', inFields: true },
  'app.keys': { keys: ['?'], label: 'Keyboard shortcuts', where: 'Everywhere' },
  'app.undo': { keys: ['mod+z'], label: 'Undo', where: 'Taxonomy' },
  'app.redo': { keys: ['mod+shift+z'], label: 'Redo', where: 'Taxonomy' },
  'app.rail': { keys: ['\\'], label: 'Toggle sidebar', where: 'Everywhere' },
  'go.taxonomy': { keys: ['g t'], label: 'Go to Taxonomy', where: 'Everywhere' },
  'go.documents': { keys: ['g o'], label: 'Go to Documents', where: 'Everywhere' },
  'go.runs': { keys: ['g j'], label: 'Go to Runs', where: 'Everywhere' },
  'go.review': { keys: ['g r'], label: 'Go to Review', where: 'Everywhere' },
  'go.datasets': { keys: ['g d'], label: 'Go to Datasets', where: 'Everywhere' },
  'go.settings': { keys: ['g s'], label: 'Go to Settings', where: 'Everywhere' },

  'review.next': { keys: ['j', 'ArrowDown'], label: 'Next sample', where: 'Review', repeats: true },
  'review.previous': {
    keys: ['k', 'ArrowUp'],
    label: 'Previous sample, including decided ones',
    where: 'Review',
    repeats: true,
  },
  'review.approve': { keys: ['a'], label: 'Approve', where: 'Review' },
  'review.reject': { keys: ['r'], label: 'Reject and choose a reason', where: 'Review' },
  'review.reason': {
    keys: ['1', '2', '3', '4', '5', '6', '7', '8', '9'],
    label: 'Choose a reason',
    where: 'Review',
  },
  'review.edit': { keys: ['e'], label: 'Edit', where: 'Review' },
  'review.save': { keys: ['mod+Enter'], label: 'Save and approve', where: 'Review', inFields: true },
  'review.leave': {
    keys: ['Escape'],
    label: 'Cancel',
    where: 'Review',
    inFields: true,
  },
  'review.skip': { keys: ['s'], label: 'Skip (move to the end of the queue)', where: 'Review' },
  'review.undo': { keys: ['u', 'z', 'mod+z'], label: 'Undo last decision', where: 'Review' },
  'review.redo': { keys: ['y', 'shift+u', 'mod+shift+z'], label: 'Redo', where: 'Review' },
  'review.details': { keys: ['i'], label: 'Show or hide scores and seeds', where: 'Review' },
  'review.origin': { keys: ['m'], label: 'Show origin', where: 'Review' },
  'review.change': { keys: ['d'], label: 'Show or hide edits', where: 'Review' },
  'review.context': { keys: ['c'], label: 'Expand or collapse context', where: 'Review' },
  'review.raw': { keys: ['v'], label: 'Show raw or formatted text', where: 'Review' },
  'review.nextLeaf': { keys: [']'], label: 'Next leaf to review', where: 'Review' },
  'review.previousLeaf': { keys: ['['], label: 'Previous leaf to review', where: 'Review' },

  'tree.search': { keys: ['/'], label: 'Search the tree', where: 'Taxonomy' },
  'leaf.save': { keys: ['mod+s'], label: 'Save the leaf', where: 'Leaf', inFields: true },
} as const satisfies Record<string, Binding>;

/** Keys of the focused row of a tree (tree-keys.ts), for the lists of shortcuts. */
export const treeKeys: readonly Binding[] = [
  { keys: ['ArrowUp', 'ArrowDown'], label: 'Previous or next row', where: 'Tree' },
  { keys: ['ArrowRight', 'ArrowLeft'], label: 'Open or close a folder', where: 'Tree' },
  { keys: ['*'], label: 'Open all folders of this level', where: 'Tree' },
  { keys: ['Enter'], label: 'Choose the row', where: 'Tree' },
];

/** Those that change the taxonomy; only on its own page. */
export const treeEditingKeys: readonly Binding[] = [
  { keys: ['Insert'], label: 'New leaf', where: 'Tree' },
  { keys: ['shift+Insert'], label: 'New folder', where: 'Tree' },
  { keys: ['F2'], label: 'Rename', where: 'Tree' },
  { keys: ['alt+ArrowUp', 'alt+ArrowDown'], label: 'Move up or down', where: 'Tree' },
  { keys: ['alt+ArrowLeft', 'alt+ArrowRight'], label: 'Move out of the folder, or into the one above', where: 'Tree' },
  { keys: ['mod+shift+m'], label: 'Move to…', where: 'Tree' },
  { keys: ['Delete'], label: 'Delete', where: 'Tree' },
  { keys: ['shift+F10'], label: 'Open the menu', where: 'Tree' },
];

export type KeyId = keyof typeof keymap;

// Object.keys returns strings; the keymap has no other keys.
export const keyIds = Object.keys(keymap) as KeyId[];

export const bindingOf = (id: KeyId): Binding => keymap[id];

/** The key shown on a button. */
export const keyOf = (id: KeyId): string => keymap[id].keys[0];
