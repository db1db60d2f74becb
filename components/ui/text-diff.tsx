import { later } from './later';

/** The changes of an edit, word by word. The new text alone, until the code that compares them is loaded. */
export const TextDiff = later(
  () => import('./text-diff-body').then((module) => module.TextDiffBody),
  ({ after }) => (
    <p dir="auto" className="whitespace-pre-wrap">
      {after}
    </p>
  ),
);
