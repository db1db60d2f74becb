import type { z } from 'zod';
import { DomainError } from '../../errors';
import type { LeafKind } from '../../tree/vocabulary';
import type { FormatOptions } from '../contract';
import type { Manifest } from '../contract-manifest';
import type { Message } from '../row-messages';
import type { Split } from '../vocabulary-limits';

/** A frozen row: a conversation and its origin. */
export type FormatRow = {
  /** The sample's id, or `<set>/<ordinal>` of an imported row. */
  id: string;
  ordinal: number;
  /** The name of the source of a repeated row; null for a phase's own rows. */
  replayOf: string | null;
  /** With the version's system prompt first, unless it has none. */
  messages: Message[];
  /** All but the system prompt is learned, not only the answers. */
  unmask: boolean;
  /** SHA-256 of JSON.stringify([context, question, answer]) of a sample, or of the messages of an imported row. */
  textHash: string;
  /** Null for imported rows. */
  sample: RowSample | null;
};

/** The sample behind a row. */
export type RowSample = {
  kind: LeafKind;
  context: string | null;
  question: string;
  answer: string;
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
  /** The context has passages of other questions of the leaf, and not always its own. */
  isRaft: boolean;
  domain: string | null;
};

/** A phase of a version or a held-out split of it, with its number of rows; never empty. */
export type VersionPart = {
  phase: number;
  split: number;
  key: string;
  name: string;
  splitName: Split;
  rows: number;
};

/** A published version, read in parts. */
export type VersionSource = {
  manifest: Manifest;
  /** In training order. Phases and splits without rows are not among them, because loaders fail on empty files. */
  parts: VersionPart[];
  /** The rows of a part in order, a few hundred at a time. */
  rows: (part: VersionPart) => AsyncGenerator<FormatRow[]>;
};

/** The file of a part, without its ending: `skills`, or `skills.test` for a split. */
export const partName = ({ key, splitName }: VersionPart): string =>
  splitName === 'train' ? key : `${key}.${splitName}`;

/**
 * A file of an export as a stream of texts, which are written one after the other. `rows` is its number of rows, for
 * progress; null for files without rows.
 */
export type ExportPart = {
  name: string;
  rows: number | null;
  /** The part of the version that the file has the rows of. */
  of?: VersionPart;
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
 * version and the options, so that the same version always gives the same bytes.
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
