import type { z } from 'zod';
import { DomainError } from '../../errors';
import type { LeafKind } from '../../tree/vocabulary';
import type { FormatOptions, Manifest } from '../contract';
import type { Phase } from '../vocabulary';

/** A frozen row: the text of a sample and its origin. */
export type FormatRow = {
  /** The sample's id. */
  id: string;
  ordinal: number;
  /** The original phase of a replayed row; null for a phase's own rows. */
  replayOf: Phase | null;
  kind: LeafKind;
  context: string | null;
  question: string;
  answer: string;
  /** SHA-256 of JSON.stringify([context, question, answer]). */
  textHash: string;
  isEdited: boolean;
  leafId: string;
  /** The folder names of its leaf from the branch down, when the version was published. */
  leafPath: string;
  runId: string;
  /** Marks rows written by the practice teacher. */
  practice: string | null;
  documentVariant: string | null;
  /** LAB's auxiliary row: the answer is the text that `documentVariant` names, made from the context. */
  isAuxiliary: boolean;
  domain: string | null;
};

/** A published version, read in parts. */
export type VersionSource = {
  manifest: Manifest;
  /** A phase's rows in order, a few hundred at a time. */
  rows: (phase: Phase) => AsyncGenerator<FormatRow[]>;
};

/**
 * A file of an export as a stream of texts, which are written one after the other. `rows` is its number of rows, for
 * progress; null for files without rows.
 */
export type ExportPart = {
  name: string;
  rows: number | null;
  text: () => AsyncGenerator<{ texts: string[]; rows: number }>;
};

/** Defines a format. `about` describes a line of its files, in Markdown. */
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
   * The requested options with defaults for the others. Equal choices give equal values.
   *
   * @throws DomainError `invalid` with the wrong option.
   */
  options: (asked: FormatOptions) => FormatOptions;
  parts: (source: VersionSource, options: FormatOptions) => ExportPart[];
};

/**
 * An export format. To add one, write a file beside this one and add it in index.ts. Files must depend only on the
 * version and the options, so that the same version always gives the same bytes. A phase without rows has no file,
 * because loaders fail on empty files.
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
