import { createHash } from 'node:crypto';

/** Text that Postgres can hold: without NUL characters and halves of surrogate pairs. */
export const storable = (text: string): string => text.replaceAll('\0', '').replace(/\p{Surrogate}/gu, '');

/** The same for every text inside a JSON value. */
export function storableJson(value: unknown): unknown {
  if (typeof value === 'string') return storable(value);
  if (Array.isArray(value)) return value.map(storableJson);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, storableJson(each)]));
}

/** Two texts that differ in nothing but case, spacing or the form of their characters say the same. */
export const sameness = (text: string): string => text.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** What makes a sample an exact duplicate of another one in its leaf. */
export const dedupeHashOf = (context: string | null, question: string): string =>
  sha256(`${sameness(context ?? '')}\n\0${sameness(question)}`);
