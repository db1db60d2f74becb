import { expect, it } from 'vitest';
import type { Entry } from 'yauzl';
import { zipNames } from '@/taxonomy/seeds/import/zip-names';

const entry = (hex: string, more: Partial<Entry> = {}) =>
  Object.assign(Object.create(null), {
    generalPurposeBitFlag: 0,
    extraFields: [],
    fileNameRaw: Buffer.from(hex, 'hex'),
    ...more,
  });
const nameOf = (hex: string) => zipNames([entry(hex)])?.(entry(hex));

it.each([
  ['GBK', 'd6aacab62fbfc6d1a72fc4f1c0e02f', '知识/科学/鸟类/'],
  ['GBK, a short name', 'bcbcc4dc2f', '技能/'],
  ['Shift-JIS', '926d8eaf2f92b982cc97f08e6a2f', '知識/鳥の歴史/'],
  ['Shift-JIS, katakana', '8358834c838b2f', 'スキル/'],
  ['Big5', 'aabec3d12fbefaa5762f', '知識/歷史/'],
  ['EUC-KR', 'c1f6bdc42fc7d1b1b920bfaabbe72f', '지식/한국 역사/'],
  ['CP866', 'a7ada0ada8ef2fafe2a8e6eb2f', 'знания/птицы/'],
  ['CP437', '569467656c2f46846872652f', 'Vögel/Fähre/'],
  ['CP437, French', '826c8a76652f', 'élève/'],
  ['UTF-8 without its flag', '6e61c3af76652fe79fa5e8af862f', 'naïve/知识/'],
])('reads names in %s', (_, hex, name) => {
  expect(nameOf(hex)).toBe(name);
});

it('refuses names that fit no code page', () => {
  expect(nameOf('b0b1b2fffe')).toBeUndefined();
});

it('gives composed names (NFC), whichever way they were written', () => {
  expect(nameOf(Buffer.from('Cafe\u0301/').toString('hex'))).toBe('Café/');
});
