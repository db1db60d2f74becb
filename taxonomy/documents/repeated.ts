import type { Block } from './markdown-blocks';
import type { Range } from './range';

/** What a part of a block needs before and behind it to be read alone. */
export type Frame = { before: string; after: string };

const none: Frame = { before: '', after: '' };

/**
 * What each part of a block that has to be cut repeats: the header of a table, the fences of code, the delimiters of a
 * formula. The first part has its own beginning, and the last its own end.
 */
export function frameOf(markdown: string, block: Range & Pick<Block, 'kind'>): Frame {
  const text = markdown.slice(block.start, Math.min(block.end, block.start + LONGEST_HEADER));
  if (block.kind === 'table') return { before: /^.*\n.*\n/.exec(text)?.[0] ?? '', after: '' };
  if (block.kind === 'html_table') return htmlTableFrame(text);
  if (block.kind === 'code')
    return codeFrame(text, markdown.slice(Math.max(block.start, block.end - LONGEST_HEADER), block.end));
  return block.kind === 'math' ? mathFrame(text) : none;
}

/** A header that is longer is not repeated. */
const LONGEST_HEADER = 2_000;

function htmlTableFrame(text: string): Frame {
  const head =
    /^[\s\S]*?<\/thead>[ \t]*\n?/i.exec(text)?.[0] ?? /^[\s\S]*?<th[\s>][\s\S]*?<\/tr>[ \t]*\n?/i.exec(text)?.[0];
  const before = head ?? /^\s*<table[^>]*>[ \t]*\n?/i.exec(text)?.[0] ?? '';
  return { before, after: before === '' ? '' : '</table>' };
}

function codeFrame(start: string, end: string): Frame {
  const [opening, indent = '', fence = ''] = /^( *)(`{3,}|~{3,}).*\n/.exec(start) ?? [];
  if (opening === undefined) return none;
  const isClosed = /\n *(?:`{3,}|~{3,})\s*$/.test(end);
  return { before: opening, after: isClosed ? indent + fence : '' };
}

function mathFrame(text: string): Frame {
  const [before = '', open, , name] =
    /^\s*(\$\$|\\\[)?\s*(\\begin\{(\w+\*?)\}(?:\{[^}\n]*\})?)?[ \t]*\n?/.exec(text) ?? [];
  const close = open === '$$' ? '$$' : open === undefined ? '' : '\\]';
  const after = [name === undefined ? '' : `\\end{${name}}`, close].filter((each) => each !== '').join('\n');
  return { before, after };
}
