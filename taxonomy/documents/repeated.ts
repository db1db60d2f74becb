import type { Block } from './markdown-blocks';
import type { Range } from './range';

/** The prefix and suffix that make a part of a block readable on its own. */
export type Frame = { before: string; after: string };

const none: Frame = { before: '', after: '' };

/**
 * The text that each part of a split block repeats: a table's header, code fences, a formula's delimiters. The first
 * part already has the start, and the last the end.
 */
export function frameOf(markdown: string, block: Range & Pick<Block, 'kind'>): Frame {
  const text = markdown.slice(block.start, Math.min(block.end, block.start + LONGEST_HEADER));
  if (block.kind === 'table') return { before: /^.*\n.*\n/.exec(text)?.[0] ?? '', after: '' };
  if (block.kind === 'html_table') return htmlTableFrame(text);
  if (block.kind === 'grid_table') return { before: gridHeader.exec(text)?.[0] ?? '', after: '' };
  if (block.kind === 'code') return codeFrame(text);
  return block.kind === 'math' ? mathFrame(text) : none;
}

/** The rows up to the line of `=` below the header. */
const gridHeader = /^(?:(?![ \t>]*\+=)[^\n]*\n){1,20}[ \t>]*\+[=:+]+\+[ \t]*\n/;

/** Longer headers are not repeated. */
const LONGEST_HEADER = 2_000;

function htmlTableFrame(text: string): Frame {
  const head =
    /^[\s\S]*?<\/thead>[ \t]*\n?/i.exec(text)?.[0] ?? /^[\s\S]*?<th[\s>][\s\S]*?<\/tr>[ \t]*\n?/i.exec(text)?.[0];
  const before = head ?? /^\s*<table[^>]*>[ \t]*\n?/i.exec(text)?.[0] ?? '';
  return { before, after: before === '' ? '' : '</table>' };
}

/** Inside a list or a quote, each line begins with spaces or `>`. */
function codeFrame(text: string): Frame {
  const [before = '', lead = '', fence = ''] =
    /^((?:[ \t>]|[-*+] |\d{1,9}[.)] ){0,20})(`{3,}|~{3,}).*\n/.exec(text) ?? [];
  return { before, after: before === '' ? '' : leadOfNext(lead) + fence };
}

function mathFrame(text: string): Frame {
  const [before = '', lead = '', open, name] =
    /^([ \t>]*)(\$\$|\\\[)?(?:\s*\\begin\{(\w+\*?)\}(?:\{[^}\n]*\})?)?[ \t]*\n?/.exec(text) ?? [];
  const close = open === '$$' ? '$$' : open === undefined ? '' : '\\]';
  const ends = [name === undefined ? '' : `\\end{${name}}`, close].filter((each) => each !== '');
  return { before, after: ends.map((each) => leadOfNext(lead) + each).join('\n') };
}

/** How the following lines begin: only the first line has the list marker. */
const leadOfNext = (lead: string): string => lead.replaceAll(/[^ \t>]/g, ' ');
