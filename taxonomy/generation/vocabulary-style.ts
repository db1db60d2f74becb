import type { LeafKind } from '../tree/vocabulary';

/** How answers are written: LAB's two ways to respond. */
export const answerStyles = {
  precise: { label: 'Precise', about: 'Exact and to the point, as for facts, mathematics and extraction.' },
  creative: { label: 'Creative', about: 'Free and varied, as for stories, letters and role-play.' },
} as const;
export type AnswerStyle = keyof typeof answerStyles;
export const styleNames = Object.keys(answerStyles) as [AnswerStyle, ...AnswerStyle[]];

/**
 * The style of a leaf that has none of its own. Freeform leaves are precise too: they hold mathematics and code as well
 * as letters, and a wrong answer is worse than a plain one.
 */
export const defaultStyles = {
  freeform: 'precise',
  grounded: 'precise',
  knowledge: 'precise',
} as const satisfies Record<LeafKind, AnswerStyle>;
