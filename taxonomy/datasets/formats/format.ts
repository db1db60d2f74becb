import type { z } from 'zod';
import { DomainError } from '../../errors';
import type { LeafKind } from '../../tree/vocabulary';
import type { FormatOptions, Manifest } from '../contract';
import type { Phase } from '../vocabulary';

/** A row as it was frozen: the words of a sample, and where they come from. */
export type FormatRow = {
  /** The sample's id. */
  id: string;
  ordinal: number;
  /** Null for a phase's own rows; else the phase that this replayed row comes from. */
  replayOf: Phase | null;
  kind: LeafKind;
  context: string | null;
  question: string;
  answer: string;
  /** SHA-256 of JSON.stringify([context, question, answer]). */
  textHash: string;
  isEdited: boolean;
  leafId: string;
  /** The names of its leaf's folders from the branch down, as they were when the version was published. */
  leafPath: string;
  runId: string;
  /** The mark of rows that the practice teacher wrote. */
  practice: string | null;
  documentVariant: string | null;
  domain: string | null;
};

/** A published version, to be read part by part. */
export type VersionSource = {
  manifest: Manifest;
  /** A phase's rows in their order, a thousand or so at a time. */
  rows: (phase: Phase) => AsyncGenerator<FormatRow[]>;
};

/** A file of an export as a stream of text. `rows` is what it holds, for progress; null for what is no data. */
export type ExportPart = {
  name: string;
  rows: number | null;
  text: () => AsyncGenerator<{ text: string; rows: number }>;
};

/** How a format is written. `about` tells readers of the files what a line holds, in Markdown. */
type FormatOf<O> = {
  label: string;
  about: string;
  options: z.ZodType<O>;
  parts: (source: VersionSource, options: O) => ExportPart[];
};

export type Format = {
  label: string;
  about: string;
  /**
   * The options that were asked for, with the defaults of the others: the same choice is the same value.
   *
   * @throws DomainError `invalid`, naming what is wrong.
   */
  options: (asked: FormatOptions) => FormatOptions;
  parts: (source: VersionSource, options: FormatOptions) => ExportPart[];
};

/**
 * A way to write a version down. Adding one: a file beside this one, and its line in index.ts. The parts must depend on
 * nothing but the version and the options, so that the same version gives the same bytes every time. A phase without
 * rows has no file: loaders stumble over an empty one.
 */
export function defineFormat<O extends FormatOptions>({ label, about, options, parts }: FormatOf<O>): Format {
  const read = (asked: FormatOptions): O => {
    const result = options.safeParse(asked);
    if (result.success) return result.data;
    const [issue] = result.error.issues;
    throw new DomainError(
      'invalid',
      `${label}: ${[...(issue?.path ?? []), issue?.message ?? 'unknown option'].join(': ')}`,
    );
  };
  return { label, about, options: read, parts: (source, asked) => parts(source, read(asked)) };
}
