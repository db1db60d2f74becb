type Tip = {
  /** The key that does the same, written as in the keymap. */
  keyHint?: string | undefined;
  side?: 'top' | 'right';
};

/**
 * Attributes that show a word beside a thing while it has the pointer or the focus (tooltips.tsx). Never the only place
 * where something is said: without a text it is the accessible name.
 */
export const tip = (text = '', { keyHint, side }: Tip = {}) => ({
  'data-tip': text,
  'data-tip-keys': keyHint,
  'data-tip-side': side,
});
