type Tip = {
  /** The key that does the same, written as in the keymap. */
  keyHint?: string | undefined;
  side?: 'top' | 'right';
};

/**
 * Attributes that show a tooltip on an element with the pointer or the focus (tooltips.tsx). Never the only place for
 * information: without a text it shows the accessible name.
 */
export const tip = (text = '', { keyHint, side }: Tip = {}) => ({
  'data-tip': text,
  'data-tip-keys': keyHint,
  'data-tip-side': side,
});
