import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { Storable, storable, stripUnstorable, stripUnstorableJson } from '@/taxonomy/text';

const issuesOf = (value: unknown) => (Storable.safeParse(value).error?.issues ?? []).map(({ path }) => path.join('.'));

describe('Storable', () => {
  it('accepts whole characters of any kind', () => {
    expect(issuesOf({ a: ['é', '😀', '\u0001\t\uFFFF', 'नमस्ते'], b: null, c: 1 })).toEqual([]);
  });

  it('names the position of every NUL and every lone surrogate', () => {
    expect(issuesOf('\0')).toEqual(['']);
    expect(issuesOf({ list: [{ name: 'a\0' }, { name: 'fine' }, { name: '\udc00' }], '\ud800': 1 }).sort()).toEqual([
      '',
      'list.0.name',
      'list.2.name',
    ]);
  });

  it('checks a value that is nested deeper than the stack allows', () => {
    const deep: unknown = JSON.parse(`${'['.repeat(200_000)}"\\u0000"${']'.repeat(200_000)}`);
    expect(Storable.safeParse(deep).success).toBe(false);
  });
});

describe('stripUnstorable', () => {
  it('removes what cannot be stored and nothing else', () => {
    expect(stripUnstorable('a\0b\ud800c😀\udc00')).toBe('abc😀');
    expect(stripUnstorableJson({ a: ['x\0', 1, null], b: { c: '\ud800' } })).toEqual({
      a: ['x', 1, null],
      b: { c: '' },
    });
  });
});

it('storable() keeps the other rules of a text', () => {
  const Line = storable(z.string().max(3));
  expect(['abc', 'abcd', 'a\0'].map((text) => Line.safeParse(text).success)).toEqual([true, false, false]);
});
