import { createHash } from 'node:crypto';

/** Two texts that differ in nothing but case, spacing or the form of their characters say the same. */
export const sameness = (text: string): string => text.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** What makes a sample an exact duplicate of another one in its leaf. */
export const dedupeHashOf = (context: string | null, question: string): string =>
  sha256(`${sameness(context ?? '')}\n\0${sameness(question)}`);
