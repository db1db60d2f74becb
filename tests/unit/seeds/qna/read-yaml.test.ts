import { describe, expect, it } from 'vitest';
import { toPlain } from '@/taxonomy/seeds/qna/build-tree';
import { MAX_FILE_BYTES, readYaml } from '@/taxonomy/seeds/qna/read-yaml';

const LARGE = 256 * 1024;
const read = (text: string) => readYaml(Buffer.from(text));
const valueOf = (text: string) => {
  const result = read(text);
  return result.isReadable ? toPlain(result.root) : result.fault;
};

describe('readYaml', () => {
  it('reads quoted text with lines indented less than its key, as PyYAML does', () => {
    const text = "list:\n  - a: \"one\ntwo\n\n  three\"\n    b: 'it''s\n four'\n    c: last\n";
    expect(valueOf(text)).toEqual({ list: [{ a: 'one two\nthree', b: "it's four", c: 'last' }] });
  });

  it('keeps the lines and columns of the file', () => {
    const result = read('a: "one\ntwo"\nb:\n  c: x\n');
    const b = result.isReadable && result.root.type === 'map' ? result.root.entries.get('b')?.value : undefined;
    expect(b).toMatchObject({ line: 4, column: 3 });
  });

  it('reads a byte order mark, Windows line breaks, aliases and merge keys', () => {
    expect(valueOf('\uFEFFa: &x {p: one}\r\nb: *x\r\nc: {<<: *x, q: two}\r\n')).toEqual({
      a: { p: 'one' },
      b: { p: 'one' },
      c: { p: 'one', q: 'two' },
    });
  });

  it('takes the last of duplicate keys, and reports where they are', () => {
    const result = read('a: one\nb: two\na: three\n');
    expect(result).toMatchObject({ isReadable: true, faults: [{ keyword: 'doubled-key', line: 3, column: 1 }] });
    expect(valueOf('a: one\na: three\n')).toEqual({ a: 'three' });
  });

  it('points at text that was decoded wrongly', () => {
    expect(read('a: it\u00e2\u20ac\u2122s\n')).toMatchObject({
      isReadable: true,
      faults: [{ keyword: 'hint', line: 1, column: 6 }],
    });
  });

  it.each([
    ['a value with a colon', 'a: 1\nb: this: that\n', 2, 'quotes'],
    ['a line that belongs to nothing', 'a: 1\nbare words\nb: 2\n', 2, 'Indent'],
    ['a tab as indentation', 'a:\n\tb: 1\n', 2, 'tab'],
    ['an open quote', 'a: "never closed\nb: 2\n', 3, 'closed'],
    ['an unknown tag', 'a: !!python/object:os.system x\n', 1, 'not allowed'],
    ['an alias of nothing', 'a: *nowhere\n', 1, 'quotes'],
    ['an alias of itself', 'a: &x\n  b: *x\n', 2, 'contains itself'],
    ['two documents', 'a: 1\n---\nb: 2\n', 2, 'more than one'],
    ['a control character', 'a: x\nb: \u0007\n', 2, 'U+0007'],
  ])('says where %s is and what to do', (_, text, line, words) => {
    expect(read(text)).toMatchObject({ isReadable: false, fault: { line, message: expect.stringContaining(words) } });
  });

  it('refuses bytes that are not UTF-8', () => {
    expect(readYaml(Buffer.from([0x61, 0x3a, 0x20, 0xff]))).toMatchObject({
      isReadable: false,
      text: null,
      fault: { line: 1, column: 4 },
    });
  });

  it('reads files of up to 10 MiB, and never parses a larger one', { timeout: 300_000 }, () => {
    const large = Buffer.from(`a: |\n${'  some words\n'.repeat(700_000)}`);
    expect(readYaml(large)).toMatchObject({ isReadable: true });
    expect(readYaml(Buffer.alloc(MAX_FILE_BYTES + 1, ' '))).toMatchObject({
      isReadable: false,
      fault: { message: expect.stringMatching(/10,241 KiB, more than the 10,240 KiB/) },
    });
  });

  it.each([
    ['CRLF', '\r\n'],
    ['lone carriage returns', '\r'],
    ['NEL', '\u0085'],
    ['line separators', '\u2028'],
    ['paragraph separators', '\u2029'],
  ])('ends a line at %s, as Python and PyYAML do', (_, end) => {
    expect(valueOf(['a: one', 'b: two', ''].join(end))).toEqual({ a: 'one', b: 'two' });
  });

  it('keeps a line separator inside a text, and the columns after it', () => {
    expect(valueOf('a: "x\u2028y"\nb: \'x\u2029y\'\n')).toEqual({ a: 'x\u2028y', b: 'x\u2029y' });
    expect(read('a: "x\u2028y"\nb: *nowhere\n')).toMatchObject({ fault: { line: 2, column: 4 } });
    expect(read('a: x\u2028y\n')).toMatchObject({ isReadable: false });
  });

  it.each([
    ['between values', 'a:\tb\n', 1, 3],
    ['in plain text', 'a: b\tc\n', 1, 5],
    ['before a comment', 'a: b\t# c\n', 1, 5],
    ['on a line of its own', 'a: b\n\t\nc: d\n', 2, 1],
    ['in brackets', 'a: [b,\tc]\n', 1, 7],
  ])('refuses a tab %s', (_, text, line, column) => {
    const message = expect.stringContaining('tab (U+0009)');
    expect(read(text)).toMatchObject({ isReadable: false, fault: { line, column, message } });
  });

  it('accepts tabs in quotes, blocks and comments', () => {
    expect(valueOf('a: "b\tc"\nd: |\n  e\tf\n# \tg\n')).toEqual({ a: 'b\tc', d: 'e\tf\n' });
  });

  it.each([
    ['a no-break space as indentation', 'a:\n  b: 1\n\u00a0\u00a0c\nd: 2\n', 'U+00A0 (no-break space) at 3:1'],
    ['one behind the colon', 'a: 1\nb:\u00a02\n', 'U+00A0 (no-break space) at 2:3'],
    ['a full-width colon', 'a: 1\nb： 2\n', 'U+FF1A (full-width colon) at 2:2'],
  ])('names %s with code, place and remedy', (_, text, words) => {
    expect(read(text)).toMatchObject({ isReadable: false, fault: { message: expect.stringContaining(words) } });
  });

  const hintsOf = (text: string) => {
    const result = read(text);
    return result.isReadable ? result.faults.map(({ message }) => message) : [];
  };

  it('names each invisible character once, with its code point', () => {
    expect(hintsOf('a: x\u200by\nb: "\u200bz"\n\u200bc: d\n')).toEqual([
      expect.stringMatching(/^U\+200B \(zero width space\) at 1:5 .* There are 2 of them\.$/),
      expect.stringMatching(/^U\+200B \(zero width space\) at 3:1 .*part of the name/),
    ]);
  });

  it.each([
    ['a joiner in an emoji', 'a: 👩\u200d🔬\n'],
    ['a non-joiner in Persian', 'a: می\u200cخواهم\n'],
    ['a mark in a line from the right', 'a: שלום\u200f!\n'],
    ['a wide space in Japanese text', 'a: 東京\u3000大阪\n'],
    ['a byte order mark at the start', '\ufeffa: b\n'],
  ])('does not report %s', (_, text) => {
    expect(hintsOf(text)).toEqual([]);
  });

  it('reports where a comment cuts a text', () => {
    expect(hintsOf('a: use C # or D\nb: "C # or D"\nversion: 3\n')).toEqual([expect.stringContaining('“#” at 1:10')]);
    expect(hintsOf('version: 3 # newest\n')).toEqual([]);
  });

  it.each([
    ['UTF-16', Buffer.from('\ufeffa: b\n', 'utf16le')],
    ['UTF-16', Buffer.from('a: b\n', 'utf16le')],
  ])('names %s', (name, bytes) => {
    expect(readYaml(bytes)).toMatchObject({ isReadable: false, fault: { message: expect.stringContaining(name) } });
  });

  it.each(['2024-13-45', '0x_', '!!float x', '!!int five', '!!bool maybe'])(
    'refuses %s, which is not a valid value',
    (text) => {
      expect(read(`a: ${text}\n`)).toMatchObject({ isReadable: false });
    },
  );

  const nine = (name: string) => Array(9).fill(name).join(', ');
  const most = (part: string) => part.repeat(Math.floor(LARGE / part.length));
  it.each([
    [
      'an alias bomb',
      `a: &a [${nine('lol')}]\nb: &b [${nine('*a')}]\nc: &c [${nine('*b')}]\nd: &d [${nine('*c')}]\ne: &e [${nine('*d')}]\n`,
    ],
    ['thousands of aliases', `a: &a x\nb: [${'*a, '.repeat(40_000)}]`],
    ['brackets within brackets', most('[')],
    ['mappings within mappings', most('{a: ')],
    ['dashes upon dashes', most('- ')],
    ['question marks upon question marks', most('? ')],
    ['ever deeper indentation', Array.from({ length: 700 }, (_, i) => `${' '.repeat(i)}a:`).join('\n')],
    ['thousands of odd quotes', most('a: "x\ny"\n')],
    ['a quote that never ends', `"${most('a\n')}`.slice(0, LARGE)],
    ['a key of 250,000 characters', `${most('a').slice(0, -4)}: 1`],
  ])('refuses %s', { timeout: 60_000 }, (_, text) => {
    expect(read(text)).toMatchObject({ isReadable: false });
  });

  it('handles keys that have a meaning in JavaScript', () => {
    expect(Object.keys(Object(valueOf('__proto__: {x: 1}\nconstructor: 2\n')))).toEqual(['__proto__', 'constructor']);
    expect(Object.hasOwn({}, 'x')).toBe(false);
  });
});
