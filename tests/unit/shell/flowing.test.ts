import { describe, expect, it } from 'vitest';
import { flowing } from '@/components/flowing';

const folded = [
  'The tide at the quay stood at four metres when the ferry left, and nobody',
  'had told the harbour master that the last of the fishing boats was still',
  'tied up behind it.',
];

describe('flowing', () => {
  it('joins a paragraph that was wrapped by hand, and keeps paragraphs apart', () => {
    expect(flowing(`${folded.join('\n')}\n\n${folded.join('\n')}\n`)).toBe(
      `${folded.join(' ')}\n\n${folded.join(' ')}`,
    );
  });

  it.each([
    ['a poem', 'There once was a cat in a hat,\nwho sat all day long on a mat;\nit purred and it slept.'],
    ['a list', folded.map((line) => `- ${line}`).join('\n')],
    ['a numbered list', folded.map((line, i) => `${i + 1}. ${line}`).join('\n')],
    ['a table', folded.map((line) => `| ${line} |`).join('\n')],
    ['indented code', folded.map((line) => `    ${line}`).join('\n')],
    ['statements', folded.map((line) => `${line};`).join('\n')],
    [
      'lines that end early',
      'From: the harbour master of the old town and its two neighbouring villages\nTo: all\nHello',
    ],
  ])('keeps the lines of %s', (_, text) => expect(flowing(text)).toBe(text));
});
