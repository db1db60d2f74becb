import { describe, expect, it } from 'vitest';
import { toPlain } from '@/taxonomy/seeds/qna/build-tree';
import { MAX_FILE_BYTES, readYaml } from '@/taxonomy/seeds/qna/read-yaml';

const read = (text: string) => readYaml(Buffer.from(text));
const valueOf = (text: string) => {
  const result = read(text);
  return result.isReadable ? toPlain(result.root) : result.fault;
};

describe('readYaml', () => {
  it('reads quoted text whose next lines are indented less than its key, as PyYAML does', () => {
    const text = "list:\n  - a: \"one\ntwo\n\n  three\"\n    b: 'it''s\n four'\n    c: last\n";
    expect(valueOf(text)).toEqual({ list: [{ a: 'one two\nthree', b: "it's four", c: 'last' }] });
  });

  it('keeps lines and columns of the file as it is', () => {
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

  it('takes the last of doubled keys, and says where they stand', () => {
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

  it('never parses a file of 2 MB, and names its size and the limit', () => {
    const file = Buffer.alloc(2 * 1024 * 1024, 'a: b\n');
    expect(readYaml(file)).toMatchObject({
      isReadable: false,
      fault: { message: expect.stringMatching(/2,048 KiB.*at most 256 KiB/) },
    });
  });

  const nine = (name: string) => Array(9).fill(name).join(', ');
  const most = (part: string) => part.repeat(Math.floor(MAX_FILE_BYTES / part.length));
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
    ['a quote that never ends', `"${most('a\n')}`.slice(0, MAX_FILE_BYTES)],
    ['a key of 250,000 characters', `${most('a').slice(0, -4)}: 1`],
  ])('refuses %s in a moment', (_, text) => {
    const start = performance.now();
    expect(read(text)).toMatchObject({ isReadable: false });
    expect(performance.now() - start).toBeLessThan(5_000);
  });

  it('has no trouble with keys that JavaScript knows', () => {
    expect(Object.keys(Object(valueOf('__proto__: {x: 1}\nconstructor: 2\n')))).toEqual(['__proto__', 'constructor']);
    expect(Object.hasOwn({}, 'x')).toBe(false);
  });
});
