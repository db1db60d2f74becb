import { bindingOf, keyIds, type Binding } from './keymap';

/** The parts of a keydown event that matter here; tests pass plain objects. */
export type Pressed = Pick<
  KeyboardEvent,
  'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey' | 'repeat' | 'isComposing'
>;

const isLatin = (key: string) => /^[\x20-\x7e]$/.test(key);

/** The letter or digit that was pressed; on a non-Latin layout, the one at the same place on a US keyboard. */
function letterOf({ key, code }: Pressed): string {
  if (key.length !== 1 || isLatin(key)) return key.toLowerCase();
  return /^(Key|Digit)(.)$/.exec(code)?.[2]?.toLowerCase() ?? key;
}

/** True when a key press matches one step of a binding, such as `mod+k`, `shift+u`, `?` or `g`. */
export function isPressOf(step: string, pressed: Pressed): boolean {
  const parts = step.split('+');
  const wanted = (parts.at(-1) ?? '').toLowerCase();
  const wants = (modifier: string) => parts.slice(0, -1).includes(modifier);
  if (letterOf(pressed) !== wanted) return false;
  if (wants('mod') !== (pressed.ctrlKey || pressed.metaKey) || wants('alt') !== pressed.altKey) return false;
  // A sign such as ? needs Shift on some layouts only, so Shift is not compared.
  const isSign = wanted.length === 1 && !/[a-z0-9]/.test(wanted);
  return isSign || wants('shift') === pressed.shiftKey;
}

/** Keys without Ctrl, ⌘ or Alt; they can be switched off (WCAG 2.1.4). Arrows, Enter and Escape do not count. */
export const isSingleKey = (keys: string) => keys.split(' ').some((step) => step.length === 1);

/** Where a key was pressed. */
export type Place = {
  isTyping: boolean;
  /** In a widget that uses letters and arrows itself: a tree, list box, menu or tabs. */
  isWidget: boolean;
  isDialogOpen: boolean;
  isAltGraph: boolean;
};

/** True while an input method composes a character, as for Chinese; some browsers only tell by the key's name. */
const isTypingCharacter = ({ isComposing, key }: Pressed) => isComposing || key === 'Process' || key === 'Dead';

/** True for a key that looks like a shortcut: a letter, digit or sign, or a combination of the keymap. */
export function isStray(pressed: Pressed, place: Place): boolean {
  if (isTypingCharacter(pressed) || place.isTyping || place.isDialogOpen || place.isAltGraph) return false;
  if (pressed.ctrlKey || pressed.metaKey || pressed.altKey) {
    return keyIds.some((id) => bindingOf(id).keys.some((keys) => keys.includes('mod') && isPressOf(keys, pressed)));
  }
  return pressed.key.length === 1 && pressed.key !== ' ';
}

/** True when a binding may run for a key pressed at this place. */
export function mayAct(
  binding: Binding,
  keys: string,
  pressed: Pressed,
  place: Place,
  areSingleKeysOn: boolean,
): boolean {
  if (isTypingCharacter(pressed) || place.isAltGraph || place.isDialogOpen) return false;
  if (pressed.repeat && !binding.repeats) return false;
  if (place.isTyping && !binding.inFields) return false;
  if (place.isWidget && !keys.includes('mod')) return false;
  return areSingleKeysOn || !isSingleKey(keys);
}
