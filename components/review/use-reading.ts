import { useState } from 'react';
import type { Reading } from './sample-card';

/** How samples are shown on a page, and how to change it. */
export function useReading(): Reading & { onChange: () => void } {
  const [reading, setReading] = useState({ isRaw: false, isContextOpen: false, isChangeShown: true });
  const toggle = (what: keyof typeof reading) => () => setReading((before) => ({ ...before, [what]: !before[what] }));
  return {
    ...reading,
    onRaw: toggle('isRaw'),
    onContext: toggle('isContextOpen'),
    onChange: toggle('isChangeShown'),
  };
}
