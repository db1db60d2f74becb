'use client';

import { usePreferences } from '../preferences';
import { Checkbox } from '../ui/choice';

/** Speech input types letters: people who use it can turn off single-key shortcuts (WCAG 2.1.4). */
export function SingleKeys() {
  const { preferences, change } = usePreferences();
  return (
    <div className="flex-1">
      <Checkbox
        label="Single-key shortcuts"
        hint="Turn this off if you dictate, or press letters by mistake. Shortcuts with Ctrl, ⌘ or Alt still work."
        checked={preferences.areSingleKeysOn}
        onChange={(areSingleKeysOn) => change({ areSingleKeysOn })}
      />
    </div>
  );
}
