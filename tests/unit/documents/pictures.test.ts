import { describe, expect, it } from 'vitest';
import { leaveOutPictures } from '@/taxonomy/documents/pictures';

const line = 'iVBORw0KGgo+'.repeat(6);

describe('leaveOutPictures', () => {
  it.each([
    [
      'an embedded one',
      `a ![a map](data:image/png;base64,${'iVBORw0KGgo'.repeat(3_000)}) b`,
      'a [picture: a map] b',
      1,
    ],
    ['a linked one', '![](https://example.org/a_(1).png "Title")', '[picture]', 1],
    ['one with an address in brackets', '![x](<a b.png>)', '[picture: x]', 1],
    ['one of HTML', '<p><img src="data:image/png;base64,AAAA" alt=\'a > b\'/></p>', '<p>[picture: a > b]</p>', 1],
    ['a drawing', '<svg viewBox="0 0 1 1"><path d="M0 0"/></svg>', '[picture]', 1],
    ['one by reference', '![map][1]\n\n[1]: data:image/png;base64,AAAA\n', '[picture: map]\n\n\n', 1],
    ['several', '![a](a.png) and ![b](b.png)', '[picture: a] and [picture: b]', 2],
    ['none in code', '```md\n![a](a.png)\n```\n![b](b.png)', '```md\n![a](a.png)\n```\n[picture: b]', 1],
    [
      'one whose bytes are on many lines',
      `![map](data:image/png;base64,\n${line}\n${line}\nAAAA==)`,
      '[picture: map]',
      1,
    ],
    [
      'no other file, but leaves its bytes out',
      `[a](data:application/pdf;base64,${line}=) b`,
      `[a](data:application/pdf;base64,…) b`,
      0,
    ],
    [
      'no style',
      `<p style="background:url(data:image/gif;base64,${line}\n${line})">b</p>`,
      '<p style="background:url(data:image/gif;base64,…)">b</p>',
      0,
    ],
    [
      'no bytes in code',
      `\`\`\`css\na: url("data:font/woff2;charset=utf-8;base64,${line}")\n\`\`\``,
      '```css\na: url("data:font/woff2;charset=utf-8;base64,…")\n```',
      0,
    ],
    ['no words behind bytes', `data:image/png;base64,${line}\nThe end.`, 'data:image/png;base64,…\nThe end.', 0],
    ['none at all', 'Wow! [a link](a.md)', 'Wow! [a link](a.md)', 0],
  ])('marks %s', (_, text, markdown, pictures) => {
    expect(leaveOutPictures(text)).toEqual({ markdown, pictures });
  });

  it.each([
    ['open pictures', '![]('.repeat(500_000)],
    ['open tags', '<img '.repeat(200_000)],
    ['open drawings', '<svg>'.repeat(50_000)],
    ['open quotes', '<img a="'.repeat(100_000)],
    ['open addresses', '![](<'.repeat(200_000)],
    ['open bytes', 'data:image/png;base64,'.repeat(100_000)],
    ['lines of bytes', `data:;base64,${`${line}\n`.repeat(50_000)}`],
    ['brackets', '!['.repeat(500_000)],
  ])('is fast with %s', { timeout: 30_000 }, (_, text) => {
    expect(leaveOutPictures(text).markdown.length).toBeGreaterThan(0);
  });
});
