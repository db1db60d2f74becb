import { describe, expect, it } from 'vitest';
import { isPressOf, isSingleKey, isStray, mayAct, type Place, type Pressed } from '@/components/hotkeys';
import type { Binding } from '@/components/keymap';

const press = (key: string, more: Partial<Pressed> = {}): Pressed => ({
  key,
  code: '',
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  repeat: false,
  isComposing: false,
  ...more,
});

const page: Place = { isTyping: false, isWidget: false, isDialogOpen: false, isAltGraph: false };
const approve: Binding = { keys: ['a'], where: 'Review' };
const save: Binding = { keys: ['mod+s'], where: 'Leaf', inFields: true };

const acts = (binding: Binding, pressed = press('a'), place: Partial<Place> = {}, singleKeys = true) =>
  mayAct(binding, binding.keys[0], pressed, { ...page, ...place }, singleKeys);

describe('a key press', () => {
  it('matches a letter whatever its case with Caps Lock', () => {
    expect(isPressOf('a', press('a'))).toBe(true);
    expect(isPressOf('a', press('A'))).toBe(true);
    expect(isPressOf('a', press('A', { shiftKey: true }))).toBe(false);
  });

  it('matches the place of a letter on a layout with other letters', () => {
    expect(isPressOf('a', press('ф', { code: 'KeyA' }))).toBe(true);
    expect(isPressOf('a', press('ы', { code: 'KeyS' }))).toBe(false);
  });

  it('matches a sign with or without Shift, because layouts differ', () => {
    expect(isPressOf('?', press('?', { shiftKey: true }))).toBe(true);
    expect(isPressOf('/', press('/', { shiftKey: true }))).toBe(true);
  });

  it('matches a combination with Ctrl as well as with ⌘, and no other', () => {
    expect(isPressOf('mod+k', press('k', { ctrlKey: true }))).toBe(true);
    expect(isPressOf('mod+k', press('k', { metaKey: true }))).toBe(true);
    expect(isPressOf('mod+k', press('k'))).toBe(false);
    expect(isPressOf('k', press('k', { ctrlKey: true }))).toBe(false);
    expect(isPressOf('mod+k', press('k', { ctrlKey: true, altKey: true }))).toBe(false);
  });
});

describe('a shortcut', () => {
  it('works on the page', () => expect(acts(approve)).toBe(true));

  it('does not repeat while the key is held down, unless it is made for that', () => {
    expect(acts(approve, press('a', { repeat: true }))).toBe(false);
    expect(acts({ ...approve, repeats: true }, press('a', { repeat: true }))).toBe(true);
  });

  it.each([{ isTyping: true }, { isWidget: true }, { isDialogOpen: true }, { isAltGraph: true }])(
    'does not run with %o',
    (place) => expect(acts(approve, press('a'), place)).toBe(false),
  );

  it('does not run while a word is being composed', () =>
    expect(acts(approve, press('a', { isComposing: true }))).toBe(false));

  it('works while typing only if it is a combination made for that', () =>
    expect(acts(save, press('s', { ctrlKey: true }), { isTyping: true })).toBe(true));

  it('can be switched off only if it is a single key', () => {
    expect(acts(approve, press('a'), {}, false)).toBe(false);
    expect(acts(save, press('s', { ctrlKey: true }), {}, false)).toBe(true);
  });

  it('counts as single if it is a letter, a sign or a sequence of them', () => {
    expect(['a', '?', 'g t'].every(isSingleKey)).toBe(true);
    expect(['mod+k', 'Escape', 'ArrowDown', 'mod+Enter'].some(isSingleKey)).toBe(false);
  });
});

describe('a stray key, while a question waits for an answer', () => {
  const stray = (pressed: Pressed, place: Partial<Place> = {}) => isStray(pressed, { ...page, ...place });

  it('is any sign, and any combination in the keymap', () => {
    for (const key of ['a', 'Q', '9', '?', 'ф']) expect(stray(press(key)), key).toBe(true);
    expect(stray(press('k', { ctrlKey: true }))).toBe(true);
  });

  it('is not one that moves the focus, presses a button, scrolls or belongs to the browser', () => {
    for (const key of ['Tab', 'Enter', ' ', 'ArrowDown', 'PageDown', 'F5']) expect(stray(press(key)), key).toBe(false);
    expect(stray(press('r', { ctrlKey: true }))).toBe(false);
    expect(stray(press('c', { metaKey: true }))).toBe(false);
  });

  it('is not one that types, in a field or with an input method', () => {
    expect(stray(press('a'), { isTyping: true })).toBe(false);
    expect(stray(press('a', { isComposing: true }))).toBe(false);
    expect(stray(press('Process'))).toBe(false);
    expect(stray(press('@'), { isAltGraph: true })).toBe(false);
  });
});

describe('a key of an input method that does not say that it composes', () => {
  it('does nothing', () => {
    const leave: Binding = { keys: ['Process'], where: 'Review', inFields: true };
    expect(acts(leave, press('Process'))).toBe(false);
    expect(acts(save, press('Dead', { ctrlKey: true }))).toBe(false);
  });
});
