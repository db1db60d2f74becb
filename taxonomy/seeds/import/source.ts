/** One file of a taxonomy to import, from any kind of source. `path` is its place in the source, with `/`. */
export type SourceFile = { path: string; sizeBytes: number; read: () => Promise<Buffer> };

// Limits of a source. The public taxonomy has about 400 files and 2 MB.
export const MAX_ENTRIES = 10_000;
export const MAX_TOTAL_BYTES = 100 * 1024 * 1024;

export const QNA = 'qna.yaml';
export const ATTRIBUTION = 'attribution.txt';

/** The files that are read; everything else in a taxonomy is skipped. */
export const isWanted = (path: string): boolean => path.endsWith(`/${ATTRIBUTION}`) || isNearlyQna(path);

/** A qna.yaml, or a file that was probably meant as one (`qna.yml`, `QNA.yaml`). */
export const isNearlyQna = (path: string): boolean => /(?:^|\/)qna\.ya?ml$/i.test(path);

/**
 * What is wrong with the name of an entry, or null. Files are never written under these names, but a source with names
 * that point outside cannot be trusted.
 */
export function nameProblem(name: string): string | null {
  if (name === '' || name.includes('\0')) return 'has no valid name';
  if (name.startsWith('/') || name.startsWith('\\') || /^[A-Za-z]:/.test(name)) return 'is an absolute path';
  if (name.split(/[/\\]/).includes('..')) return 'points outside the source';
  return null;
}
