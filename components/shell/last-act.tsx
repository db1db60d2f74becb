'use client';

import { later } from '../ui/later';
import { useUndoRedo } from './use-undo-redo';

const LastActBar = later(() => import('./last-act-bar').then((module) => module.LastActBar));

/**
 * Offers to undo the last change, or to redo it, in the page's header. No taller than the header's line, so that
 * nothing moves.
 */
export function LastAct() {
  const { last, ...bar } = useUndoRedo();
  // Always there, because screen readers announce only what changes inside of it.
  return (
    <output className="block max-w-full min-w-0 lg:max-w-1/2">{last && <LastActBar last={last} {...bar} />}</output>
  );
}
