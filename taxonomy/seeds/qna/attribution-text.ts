import type { Attribution } from '../contract';
import { maxLine } from '../vocabulary';
import { noAttribution } from '../content';

const titles: [keyof Attribution, string][] = [
  ['titleOfWork', 'Title of work'],
  ['linkToWork', 'Link to work'],
  ['revision', 'Revision'],
  ['licenseOfTheWork', 'License of the work'],
  ['creatorNames', 'Creator names'],
];

const normal = (key: string) =>
  key
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_]+/g, ' ');

// Lists of sources may be longer than LeafContent allows; the file itself is stored in full.

/**
 * Reads attribution.txt: `Key: value` lines. Several works in one file are joined field by field with `; `, without
 * repeated values. Lines with other keys are ignored here; the file itself is stored in full.
 */
export function parseAttribution(text: string): Attribution {
  const found = new Map<keyof Attribution, Set<string>>();
  for (const line of text.replace(/^\uFEFF/, '').split(/\r?\n/)) {
    const colon = line.indexOf(':');
    const field = titles.find(([, title]) => normal(title) === normal(line.slice(0, Math.max(0, colon))))?.[0];
    const value = line.slice(colon + 1).trim();
    if (field && value !== '') found.set(field, (found.get(field) ?? new Set()).add(value));
  }
  const fields = [...found].map(([field, values]) => [field, cut([...values].join('; '))]);
  return { ...noAttribution, ...Object.fromEntries(fields) };
}

/** Cuts without splitting a surrogate pair. */
const cut = (text: string) =>
  text.length <= maxLine ? text : `${text.slice(0, maxLine - 3).replace(/\p{Surrogate}$/u, '')} …`;

/** The file as InstructLab's tools write it: one line per filled field. */
export function renderAttribution(attribution: Attribution): string {
  const lines = titles.flatMap(([field, title]) =>
    attribution[field] === '' ? [] : [`${title}: ${attribution[field]}\n`],
  );
  return lines.join('');
}
