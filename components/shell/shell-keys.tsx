'use client';

import { useRouter } from 'next/navigation';
import { useHotkeys } from '../use-hotkeys';
import { places, settingsPlace } from './places';
import { useRail } from './rail';
import { useUndoRedo } from './use-undo-redo';

/** The keys that work on every page. */
export function ShellKeys({ onPalette, onKeys }: { onPalette: () => void; onKeys: () => void }) {
  const router = useRouter();
  const { toggle } = useRail();
  const { last, undoOrRedo } = useUndoRedo();
  const goTo = [...places, settingsPlace].map(({ key, href }) => [key, () => router.push(href)] as const);
  useHotkeys({
    ...Object.fromEntries(goTo),
    'app.palette': onPalette,
    'app.keys': onKeys,
    'app.rail': toggle,
    'app.undo': last && !last.isUndone ? undoOrRedo : undefined,
    'app.redo': last?.isUndone ? undoOrRedo : undefined,
  });
  return null;
}
