/** A shortcut. `keys` are alternatives; buttons show the first one (keys.ts says how keys are written). */
export type Binding = {
  keys: readonly [string, ...string[]];
  where: 'Everywhere' | 'Review' | 'Taxonomy' | 'Leaf' | 'Tree' | 'Runs' | 'Datasets';
  /** Repeats while the key is held down. */
  repeats?: boolean;
  /** Also while typing in a field; only for combinations with mod and for Escape. */
  inFields?: boolean;
};

/**
 * Every shortcut of Seedleaf. Handlers (useHotkeys), the `?` sheet, button hints and the palette read it. A key has one
 * meaning on each page; a test checks that. What each does, in words, is in key-labels.ts, since few pages need that.
 *
 * Keys of a widget are handled by the widget: those of the tree are in `treeKeys` there, others (Escape in a dialog) are
 * usual and not listed.
 */
export const keymap = {
  'app.palette': { keys: ['mod+k'], where: 'Everywhere', inFields: true },
  'app.keys': { keys: ['?'], where: 'Everywhere' },
  'app.undo': { keys: ['mod+z'], where: 'Taxonomy' },
  'app.redo': { keys: ['mod+shift+z'], where: 'Taxonomy' },
  'app.rail': { keys: ['\\'], where: 'Everywhere' },
  'go.taxonomy': { keys: ['g t'], where: 'Everywhere' },
  'go.documents': { keys: ['g o'], where: 'Everywhere' },
  'go.runs': { keys: ['g j'], where: 'Everywhere' },
  'go.review': { keys: ['g r'], where: 'Everywhere' },
  'go.datasets': { keys: ['g d'], where: 'Everywhere' },
  'go.training': { keys: ['g n'], where: 'Everywhere' },
  'go.settings': { keys: ['g s'], where: 'Everywhere' },

  'review.next': { keys: ['j', 'ArrowDown'], where: 'Review', repeats: true },
  'review.previous': {
    keys: ['k', 'ArrowUp'],
    where: 'Review',
    repeats: true,
  },
  'review.approve': { keys: ['a'], where: 'Review' },
  'review.reject': { keys: ['r'], where: 'Review' },
  'review.reason': {
    keys: ['1', '2', '3', '4', '5', '6', '7', '8', '9'],
    where: 'Review',
  },
  'review.edit': { keys: ['e'], where: 'Review' },
  'review.save': { keys: ['mod+Enter'], where: 'Review', inFields: true },
  'review.leave': {
    keys: ['Escape'],
    where: 'Review',
    inFields: true,
  },
  'review.skip': { keys: ['s'], where: 'Review' },
  'review.undo': { keys: ['u', 'z', 'mod+z'], where: 'Review' },
  'review.redo': { keys: ['y', 'shift+u', 'mod+shift+z'], where: 'Review' },
  'review.details': { keys: ['i'], where: 'Review' },
  'review.origin': { keys: ['m'], where: 'Review' },
  'review.change': { keys: ['d'], where: 'Review' },
  'review.context': { keys: ['c'], where: 'Review' },
  'review.raw': { keys: ['v'], where: 'Review' },
  'review.nextLeaf': { keys: [']'], where: 'Review' },
  'review.previousLeaf': { keys: ['['], where: 'Review' },

  'tree.search': { keys: ['/'], where: 'Taxonomy' },
  'leaf.save': { keys: ['mod+s'], where: 'Leaf', inFields: true },
} as const satisfies Record<string, Binding>;

export type KeyId = keyof typeof keymap;

// Object.keys returns strings; the keymap has no other keys.
export const keyIds = Object.keys(keymap) as KeyId[];

export const bindingOf = (id: KeyId): Binding => keymap[id];

/** The key shown on a button. */
export const keyOf = (id: KeyId): string => keymap[id].keys[0];
