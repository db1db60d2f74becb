import fc from 'fast-check';
import { existsSync, readFileSync } from 'node:fs';
import type { Nodes } from 'mdast';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import { describe, expect, it } from 'vitest';
import { chunkMarkdown, MAX_CHUNK_TOKENS } from '@/taxonomy/documents/chunk';
import { markdownBlocks } from '@/taxonomy/documents/markdown-blocks';
import { countTokens } from '@/taxonomy/documents/tokens';

const chunksOf = (markdown: string) => [...chunkMarkdown(markdown)];
const words = (count: number) => Array.from({ length: count }, (_, i) => `word${i}`).join(' ');

/** Markdown as people write it, and as they should not. */
const markdown = fc
  .array(
    fc.oneof(
      fc.tuple(fc.integer({ min: 1, max: 6 }), fc.lorem()).map(([depth, title]) => `${'#'.repeat(depth)} ${title}\n`),
      fc.lorem({ maxCount: 40, mode: 'sentences' }),
      fc.integer({ min: 1, max: 900 }).map(words),
      fc.array(fc.lorem(), { maxLength: 30 }).map((items) => items.map((item) => `- ${item}`).join('\n')),
      fc
        .array(fc.lorem(), { maxLength: 60 })
        .map((rows) => `| a |\n| --- |\n${rows.map((r) => `| ${r} |`).join('\n')}`),
      fc.lorem({ maxCount: 200 }).map((code) => `\`\`\`\n# ${code.replaceAll(' ', '\n')}\n\`\`\``),
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc.string({ unit: fc.constantFrom('#', '`', '-', '|', '>', ' ', '\n', '\r', '漢', '😀', '<', '!', '~', '=') }),
      fc.constantFrom(
        '---\ntitle: x\n---',
        'Title\n=====',
        'a'.repeat(3_000),
        '漢'.repeat(2_000),
        '\t\t\n',
        '<!--\n# no\n\n-->',
      ),
    ),
    { maxLength: 12 },
  )
  .chain((blocks) => fc.constantFrom('\n\n', '\n', '\r\n\r\n').map((gap) => blocks.join(gap)));

describe('chunkMarkdown', () => {
  it('loses nothing, overlaps nothing and keeps to the limit, for any text', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(markdown, (text) => {
        let at = 0;
        for (const chunk of chunksOf(text)) {
          expect(chunk.startChar).toBeGreaterThanOrEqual(at);
          expect(text.slice(at, chunk.startChar)).toMatch(/^\s*$/);
          expect(chunk.text).toContain(text.slice(chunk.startChar, chunk.endChar));
          expect(chunk.text).not.toMatch(/^\s*$/);
          expect(chunk.tokens).toBe(countTokens(chunk.text));
          expect(chunk.tokens).toBeLessThanOrEqual(MAX_CHUNK_TOKENS);
          at = chunk.endChar;
        }
        expect(text.slice(at)).toMatch(/^\s*$/);
      }),
      { numRuns: 300 },
    );
  });

  it('gives each chunk its headings', () => {
    const text = `# Birds\n\n${words(150)}\n\n## Diet\n\n${words(150)}\n\n### Winter\n\n${words(150)}\n\n## Voice\n\n${words(150)}`;
    expect(chunksOf(text).map((chunk) => chunk.headings)).toEqual([
      ['Birds'],
      ['Birds', 'Diet'],
      ['Birds', 'Diet', 'Winter'],
      ['Birds', 'Voice'],
    ]);
    expect(chunksOf(text)[2]?.text).toMatch(/^### Winter\n/);
  });

  it('joins small sections under the heading that they share', () => {
    const chunks = chunksOf(`# Birds\n\nShort.\n\n## Diet\n\nSeeds.\n\n## Voice\n\nLoud.`);
    expect(chunks).toMatchObject([{ headings: ['Birds'] }]);
  });

  it('keeps a heading with the text below it', () => {
    const chunks = chunksOf(`${words(150)}\n\n# Next\n\n${words(240)}\n`);
    expect(chunks.map((chunk) => chunk.text.slice(0, 6))).toEqual(['word0 ', '# Next']);
  });

  it('keeps a table that fits whole, and splits a larger one between rows', () => {
    const table = (rows: number) =>
      `| n | text |\n| - | - |\n${Array.from({ length: rows }, (_, i) => `| ${i} | row |`).join('\n')}`;
    const whole = chunksOf(`${words(140)}\n\n${table(40)}`);
    expect(whole.at(-1)?.text).toBe(table(40));
    const cut = chunksOf(table(400));
    expect(cut.length).toBeGreaterThan(2);
    for (const chunk of cut) expect(chunk.text.split('\n').every((line) => /^\|.*\|$/.test(line))).toBe(true);
  });

  it('splits a long paragraph between sentences', () => {
    const sentences = Array.from({ length: 120 }, (_, i) => `This is sentence number ${i} of a long paragraph.`).join(
      ' ',
    );
    const chunks = chunksOf(sentences);
    expect(chunks.length).toBeGreaterThan(2);
    for (const chunk of chunks) expect(chunk.text).toMatch(/^This.*\.$/);
  });

  const partsOf = (text: string) => chunksOf(text).map((chunk) => chunk.text);

  it('starts each part of a table with its header, in markdown and in HTML', () => {
    const rows = (count: number, row: (i: number) => string) =>
      Array.from({ length: count }, (_, i) => row(i)).join('\n');
    const markdownTable = partsOf(
      `| route | price |\n| --- | ---: |\n${rows(400, (i) => `| to island ${i} | ${i} |`)}`,
    );
    const htmlTable = partsOf(
      `<table>\n<tr><th>Hill</th></tr>\n${rows(300, (i) => `<tr><td>${i} m</td></tr>`)}\n</table>`,
    );
    expect(markdownTable.length).toBeGreaterThan(2);
    expect(htmlTable.length).toBeGreaterThan(2);
    for (const part of markdownTable) expect(part).toMatch(/^\| route \| price \|\n\| --- \| ---: \|\n\| to/);
    for (const part of htmlTable) expect(part).toMatch(/^<table>\n<tr><th>Hill<\/th><\/tr>\n<tr><td>[\s\S]*<\/table>$/);
  });

  it.each([
    ['of a table in a list', '- | A | B |\n  |---|---|\n', (i: number) => `  | row ${i} | ${i} |`, ''],
    ['of a table in a quote', '> | A | B |\n> |---|---|\n', (i: number) => `> | row ${i} | ${i} |`, ''],
    ['of a grid table', '+---+---+\n| A | B |\n+===+===+\n', (i: number) => `| row ${i}. One | Two |\n+---+---+`, ''],
    ['of code in a list', '   ```sh\n', (i: number) => `   echo ${i}`, '   ```'],
    ['of code in a quote', '> ~~~ sh\n', (i: number) => `> echo ${i}`, '> ~~~'],
    ['of code that is never closed', '```sh\n', (i: number) => `echo ${i}`, '```'],
    ['of a formula in a list', '   $$\n', (i: number) => `   a_{${i}} \\\\`, '   $$', '   $$'],
  ])('starts each part with the beginning %s', (_, head, row, foot, end = '') => {
    const lead = head.startsWith('   ') ? '1. Do:\n\n' : '';
    const rows = Array.from({ length: 400 }, (_each, i) => row(i)).join('\n');
    const parts = chunksOf(`${lead}${head}${rows}\n${end}`).map(({ text }) => text);
    expect(parts.length).toBeGreaterThan(2);
    for (const part of parts.slice(1)) {
      const first = part.slice(head.length);
      expect(part.startsWith(head)).toBe(true);
      expect(first.startsWith(row(Number(/\d+/.exec(first)?.[0])))).toBe(true);
    }
    for (const part of parts.slice(1, -1)) expect(part.endsWith(foot)).toBe(true);
  });

  it('splits lines without sentences between lines', () => {
    const lines = Array.from({ length: 600 }, (_, i) => `Hill ${i}\t${i + 100}`);
    for (const { text } of chunksOf(lines.join('\n'))) expect(lines).toEqual(expect.arrayContaining(text.split('\n')));
  });

  it('repeats the header of a table that is larger than any window', { timeout: 60_000 }, () => {
    const parts = partsOf(`| a |\n| - |\n${'| some cell |\n'.repeat(45_000)}\nEnd.`);
    expect(parts.every((part) => part.startsWith('| a |\n| - |\n'))).toBe(true);
  });

  it('closes and reopens the fence of code, and splits it between functions', () => {
    const code = Array.from({ length: 60 }, (_, i) => `def f${i}(x):\n    y = x\n\n    return y + ${i}`).join('\n\n');
    const parts = partsOf(`~~~~python\n${code}\n~~~~\n`);
    expect(parts.length).toBeGreaterThan(1);
    for (const part of parts) expect(part).toMatch(/^~~~~python\ndef f\d+[\s\S]*return y \+ \d+\n+~~~~$/);
  });

  it.each([
    ['$$\n\\begin{aligned}\n', '\\end{aligned}\n$$'],
    ['\\[\n', '\\]'],
    ['\\begin{align*}\n', '\\end{align*}'],
  ])('keeps a formula in %j whole, and splits a long one between rows', (open, close) => {
    const formula = (rows: number) => `${open}${String.raw`a &= \frac{b}{c} \\`.concat('\n').repeat(rows)}${close}`;
    expect(partsOf(`${words(150)}\n\n${formula(30)}`).at(-1)).toBe(formula(30));
    const parts = partsOf(formula(200));
    expect(parts.length).toBeGreaterThan(2);
    for (const part of parts) {
      expect(part.startsWith(open)).toBe(true);
      expect(part.endsWith(close)).toBe(true);
      expect(part).not.toMatch(/^\s*&/m);
    }
  });

  it('keeps a list with the sentence that introduces it', () => {
    const list = Array.from({ length: 30 }, (_, i) => `- item number ${i}`).join('\n');
    expect(partsOf(`${words(160)}\n\nThey eat:\n\n${list}`).at(-1)).toBe(`They eat:\n\n${list}`);
  });

  it.each([
    ['Chinese', '这是一个关于鸟类的句子，它很长。', /。$/],
    ['Japanese', 'これは鳥についての長い文です。', /。$/],
    ['Hindi', 'यह पक्षियों के बारे में एक लंबा वाक्य है। ', /।$/],
  ])('ends its parts where sentences of %s end', (_, sentence, end) => {
    const parts = partsOf(sentence.repeat(150));
    expect(parts.length).toBeGreaterThan(1);
    for (const part of parts) expect(part).toMatch(end);
  });

  it('splits Thai between words', () => {
    const words = new Intl.Segmenter('und', { granularity: 'word' });
    const text = 'นกร้องเพลงในตอนเช้าและหาอาหารให้ลูก'.repeat(60);
    const ends = new Set(Array.from(words.segment(text), ({ index, segment }) => index + segment.length));
    const chunks = chunksOf(text);
    expect(chunks.length).toBeGreaterThan(1);
    for (const chunk of chunks) expect(ends.has(chunk.endChar)).toBe(true);
  });

  it.each(['👩‍👩‍👧‍👦', 'e\u0301', '🇩🇪', 'क्षि', '각'])('never splits inside %s', (character) => {
    const [characters] = [new Intl.Segmenter('und')];
    const count = (text: string) => Array.from(characters.segment(text)).length;
    const text = `a${character.repeat(1_500)}`;
    const parts = partsOf(text);
    expect(parts.length).toBeGreaterThan(1);
    expect(parts.reduce((sum, part) => sum + count(part), 0)).toBe(count(text));
  });

  it('never splits a surrogate pair', () => {
    for (const chunk of chunksOf(`a${'😀'.repeat(2_000)}`)) expect(Buffer.from(chunk.text).toString()).toBe(chunk.text);
  });

  it('yields passages as it finds them: the first is ready long before the last', () => {
    const [first] = chunkMarkdown('word '.repeat(2_000_000));
    expect(first?.startChar).toBe(0);
  });

  it('keeps a long line whole if its end says what it is', () => {
    const blocks = [...markdownBlocks(`<!-- ${'x'.repeat(300_000)} -->\n\n# Behind`)];
    expect(blocks.map(({ kind }) => kind)).toEqual(['html', 'heading']);
  });

  it('gives nothing for blank text', () => {
    expect(chunksOf(' \n\t\n\r\n')).toEqual([]);
  });

  it.each([
    ['prose', `${'Seeds are hidden in bark and found again. '.repeat(40)}\n\n`.repeat(2_400)],
    ['one long word', 'a'.repeat(1_000_000)],
    ['one long line', 'word '.repeat(200_000)],
    ['nested lists', Array.from({ length: 3_000 }, (_, i) => `${' '.repeat(i % 700)}- a`).join('\n')],
    ['brackets', '['.repeat(1_000_000)],
    ['blanks', `# ${' '.repeat(1_000_000)}x`],
    ['headings only', '# a\n'.repeat(100_000)],
    ['empty quotes', '>\n'.repeat(500_000)],
    ['one line of nested quotes', '> '.repeat(1_000_000)],
    ['one line of nested items', '- '.repeat(1_000_000)],
    ['ten million blanks', `a${' '.repeat(10_000_000)}b`],
    ['ten million line breaks', `a${'\n'.repeat(10_000_000)}b`],
    ['a million backticks', '`'.repeat(1_000_000)],
    ['200,000 cells', `|${' c |'.repeat(100)}\n|${'---|'.repeat(100)}\n${`|${' c |'.repeat(100)}\n`.repeat(2_000)}`],
    ['fences that never close', '```a`\n~~~\n'.repeat(200_000)],
  ])('splits a large text of %s', { timeout: 300_000 }, (_, text) => {
    expect(chunksOf(text).length).toBeGreaterThan(0);
  });
});

describe('markdownBlocks', () => {
  it('finds the headings that a full parser finds', { timeout: 60_000 }, () => {
    const wellFormed = fc
      .array(
        fc.oneof(
          fc.tuple(fc.integer({ min: 1, max: 6 }), fc.lorem()).map(([d, title]) => `${'#'.repeat(d)} ${title}`),
          fc.tuple(fc.constantFrom('===', '---'), fc.lorem()).map(([line, title]) => `${title}\n${line}`),
          fc.lorem({ mode: 'sentences' }),
          fc.lorem().map((code) => `\`\`\`\n# ${code}\n\n# b\n\`\`\``),
          fc.lorem().map((code) => `~~~ text\n\`\`\`\n# ${code}\n~~~`),
          fc.lorem().map((item) => `- ${item}\n\n  # inside\n- two`),
          fc.lorem().map((cell) => `| ${cell} |\n|---|\n| # no |`),
          fc.lorem().map((text) => `<!--\n# ${text}\n-->`),
          fc.lorem().map((text) => `    # ${text}`),
          fc.constantFrom('***', '> # quoted', '#hashtag', '####### seven'),
        ),
        { maxLength: 12 },
      )
      .map((blocks) => blocks.join('\n\n'))
      // Front matter is our extension; plain markdown has none.
      .filter((text) => !text.startsWith('---'));
    fc.assert(
      fc.property(wellFormed, (text) => {
        const ours = [...markdownBlocks(text)].filter((block) => block.kind === 'heading').map((block) => block.start);
        const theirs = unified().use(remarkParse).use(remarkGfm).parse(text).children;
        const isHeading = (node: Nodes) => node.type === 'heading';
        expect(ours).toEqual(theirs.filter(isHeading).map((node) => node.position?.start.offset));
      }),
    );
  });

  it('reads front matter as one block, not as a heading', () => {
    expect([...markdownBlocks('---\ntitle: x\n---\n\ntext')].map((block) => block.kind)).toEqual(['html', 'paragraph']);
  });

  it.each([
    ['## Closed ##', 'Closed'],
    ['#', ''],
    ['Under\nlined\n---', 'Under lined'],
    ['# C#', 'C#'],
  ])('reads the title of %j', (text, title) => {
    expect([...markdownBlocks(text)]).toMatchObject([{ kind: 'heading', title }]);
  });
});

const real = '../shared/data/documents/phoenix.md';
describe.skipIf(!existsSync(real))('on a real document (needs ../shared)', () => {
  it('gives passages their headings', () => {
    const chunks = chunksOf(readFileSync(real, 'utf8'));
    expect(chunks.length).toBeGreaterThan(3);
    expect(chunks.filter((chunk) => chunk.headings.length > 0).length).toBeGreaterThan(chunks.length / 2);
  });
});
