import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Markdown } from '@/components/ui/markdown';
import { MarkdownBody } from '@/components/ui/markdown-body';

/** The visible text: the markup without its tags. */
const shown = (text: string, isExact = true): string =>
  renderToStaticMarkup(createElement(MarkdownBody, { text, isExact }))
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#x27;', "'")
    .replaceAll('&amp;', '&')
    .trim();

describe('Markdown', () => {
  const texts = [
    'Use vector<int> v; or List<String>; <PATIENT-1> came on <DATE-1>. <!-- unseen --> <b>bold</b>',
    '<div>\na block\n</div>',
    '<!-- only a remark -->',
    '<script>alert(1)</script>',
    '<?xml version="1.0"?>',
    '<![CDATA[ x ]]>',
    '<img src=x onerror=alert(1)>',
    'a </p> b',
  ];
  it.each(texts)('shows tags and comments as text: %s', (text) => {
    expect(shown(text)).toBe(text);
    expect(shown(text, false)).toBe(text);
  });

  it.each([
    '&lt;b&gt; &amp;amp; &nbsp; &copy; &#65;',
    String.raw`\(a^2\) and \[b\], C:\\dir, \*not\*, 50\%`,
    '$$x_1 * y_2 * z$$ and $`a`$',
    '2*3*4 and **7** and __init__ and ~~x~~ ~5 to ~10',
    '[text](http://example.com) and ![alt](http://example.com/p.png)',
    '[ref]: http://example.com',
    'a note[^1] and [x]',
    '<http://example.com/auto>',
    'one\\\ntwo',
    'مرحبا بالعالم',
    'é ẍ̧ 👩‍👩‍👧‍👦 ‌',
    'x​y⁠z',
  ])('shows every character of what a model learns: %s', (text) => {
    expect(shown(text).replaceAll('`', '')).toBe(text.replaceAll('`', ''));
  });

  it('never loses a character of a tag, whatever is around it', () => {
    const piece = fc.constantFrom(
      '<b>',
      '</b>',
      '<!--',
      '-->',
      '<',
      '>',
      '&lt;',
      'a',
      '1',
      ' ',
      '\n',
      '\\',
      '(',
      '"',
      '=',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const text = pieces.join('');
        const signs = (each: string) => each.replaceAll(/[\s>=]/g, '');
        expect(signs(shown(`x ${text} y`))).toBe(signs(`x ${text} y`));
      }),
      { numRuns: 50 },
    );
  }, 60_000);

  it('gives each block its own direction', () => {
    expect(renderToStaticMarkup(createElement(MarkdownBody, { text: 'One\n\n- two', isExact: true }))).toMatch(
      /<p dir="auto">.*<li dir="auto"/s,
    );
  });

  it('shows a very long text as it is', () => {
    const text = `<b>${'word '.repeat(40_000)}`;
    expect(renderToStaticMarkup(createElement(Markdown, { text }))).toContain('&lt;b&gt;word word');
  });
});
