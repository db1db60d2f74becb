import { describe, expect, it } from 'vitest';
import { bindingOf, keyIds, type KeyId } from '@/components/keymap';

const keysOf = (id: KeyId) => bindingOf(id).keys.map((keys) => keys.toLowerCase());

/** Two bindings can clash when both may be on one page: in the same place, or one of them everywhere. */
const meet = (a: KeyId, b: KeyId) =>
  [bindingOf(a).where, bindingOf(b).where].includes('Everywhere') || bindingOf(a).where === bindingOf(b).where;

describe('the keymap', () => {
  it('gives a key one meaning in one place', () => {
    const clashes = keyIds.flatMap((a, i) =>
      keyIds
        .slice(i + 1)
        .filter((b) => meet(a, b))
        .flatMap((b) =>
          keysOf(a)
            .filter((keys) => keysOf(b).includes(keys))
            .map((keys) => `${keys}: ${a}, ${b}`),
        ),
    );
    expect(clashes).toEqual([]);
  });

  it('never uses the first key of a sequence alone', () => {
    const firsts = new Set(keyIds.flatMap(keysOf).flatMap((keys) => (keys.includes(' ') ? [keys.split(' ')[0]] : [])));
    expect(keyIds.flatMap(keysOf).filter((keys) => firsts.has(keys))).toEqual([]);
  });

  it('allows only combinations and Escape while typing', () => {
    const inFields = keyIds.filter((id) => bindingOf(id).inFields).flatMap(keysOf);
    expect(inFields.filter((keys) => !keys.includes('mod') && keys !== 'escape')).toEqual([]);
  });
});
