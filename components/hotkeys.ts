import { bindingOf, keyIds, type Binding } from './keymap';

/** What of a keydown decides; a KeyboardEvent fits, and so does a plain object in a test. */
export type Pressed = Pick<
  KeyboardEvent,
  'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey' | 'repeat' | 'isComposing'
>;

const isLatin = (key: string) => /^[\x20-\x7e]$/.test(key);

/** The letter or digit that was pressed; on a layout that is not Latin, the one that its place has on a Latin one. */
function letterOf({ key, code }: Pressed): string {
  if (key.length !== 1 || isLatin(key)) return key.toLowerCase();
  return /^(Key|Digit)(.)$/.exec(code)?.[2]?.toLowerCase() ?? key;
}

/** True when this press is this step of a binding, such as `mod+k`, `shift+u`, `?` or `g`. */
export function isPressOf(step: string, pressed: Pressed): boolean {
  const parts = step.split('+');
  const wanted = (parts.at(-1) ?? '').toLowerCase();
  const wants = (modifier: string) => parts.slice(0, -1).includes(modifier);
  if (letterOf(pressed) !== wanted) return false;
  if (wants('mod') !== (pressed.ctrlKey || pressed.metaKey) || wants('alt') !== pressed.altKey) return false;
  // A sign such as ? needs Shift on some layouts and not on others: the sign itself decides.
  const isSign = wanted.length === 1 && !/[a-z0-9]/.test(wanted);
  return isSign || wants('shift') === pressed.shiftKey;
}

/** Keys without Ctrl, ⌘ or Alt; they can be switched off (WCAG 2.1.4). Arrows, Enter and Escape do not count. */
export const isSingleKey = (keys: string) => keys.split(' ').some((step) => step.length === 1);

/** Where a press happened, as far as it matters. */
export type Place = {
  isTyping: boolean;
  /** Inside of a widget that uses letters and arrows itself: a tree, a list box, a menu, tabs. */
  isWidget: boolean;
  isDialogOpen: boolean;
  isAltGraph: boolean;
};

/** The key is a part of writing a character, as with an input method for Chinese; some browsers only say it by the key. */
const isWriting = ({ isComposing, key }: Pressed) => isComposing || key === 'Process' || key === 'Dead';

/** A press that somebody may take for a command: a sign, or a combination that the keymap knows. */
export function isStray(pressed: Pressed, place: Place): boolean {
  if (isWriting(pressed) || place.isTyping || place.isDialogOpen || place.isAltGraph) return false;
  if (pressed.ctrlKey || pressed.metaKey || pressed.altKey) {
    return keyIds.some((id) => bindingOf(id).keys.some((keys) => keys.includes('mod') && isPressOf(keys, pressed)));
  }
  return pressed.key.length === 1 && pressed.key !== ' ';
}

/** Whether a binding may act on a press at this place. */
export function mayAct(
  binding: Binding,
  keys: string,
  pressed: Pressed,
  place: Place,
  areSingleKeysOn: boolean,
): boolean {
  if (isWriting(pressed) || place.isAltGraph || place.isDialogOpen) return false;
  if (pressed.repeat && !binding.repeats) return false;
  if (place.isTyping && !binding.inFields) return false;
  if (place.isWidget && !keys.includes('mod')) return false;
  return areSingleKeysOn || !isSingleKey(keys);
}
