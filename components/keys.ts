import { useSyncExternalStore } from 'react';

/** Keys of a combination are joined by +, steps of a sequence by a space. `mod` is Ctrl, or ⌘ on a Mac. */
type Keys = string;

const isMac = () => /mac|iphone|ipad/i.test(navigator.userAgent);
const never = () => () => {};

/** False on the server, which cannot know. */
export const useIsMac = () => useSyncExternalStore(never, isMac, () => false);

const written: Record<string, string> = {
  arrowup: '↑',
  arrowdown: '↓',
  arrowleft: '←',
  arrowright: '→',
  enter: 'Enter',
  escape: 'Esc',
  shift: 'Shift',
  delete: 'Del',
  insert: 'Ins',
  space: 'Space',
};

function partOf(part: string, mac: boolean): string {
  if (part === 'mod') return mac ? '⌘' : 'Ctrl';
  if (part === 'alt') return mac ? '⌥' : 'Alt';
  return written[part.toLowerCase()] ?? (part.length === 1 ? part.toUpperCase() : part);
}

const stepsOf = (keys: Keys, mac: boolean, between: string) =>
  keys.split(' ').map((step) =>
    step
      .split('+')
      .map((part) => partOf(part, mac))
      .join(between),
  );

/** `mod+k` → `Ctrl K` (`⌘K` on a Mac), `g t` → `G T`. */
export const writtenKeys = (keys: Keys, mac: boolean) => stepsOf(keys, mac, mac ? '' : ' ').join(' ');

/** For screen readers. */
export const spokenKeys = (keys: Keys, mac: boolean) => stepsOf(keys, mac, ' + ').join(', then ');

/** For `aria-keyshortcuts`, which has no sequences: undefined for those. */
export const ariaKeys = (keys: Keys, mac: boolean) =>
  keys.includes(' ')
    ? undefined
    : keys
        .replace('mod', mac ? 'Meta' : 'Control')
        .replace('shift', 'Shift')
        .replace('alt', 'Alt');
