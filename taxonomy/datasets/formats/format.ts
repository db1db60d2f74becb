import type { z } from 'zod';
import { DomainError } from '../../errors';
import type { LeafKind } from '../../tree/vocabulary';
import type { FormatOptions } from '../contract';
import type { OptionField } from '../contract-export';
import type { Manifest } from '../contract-manifest';
import type { Message } from '../row-messages';
import type { Split } from '../vocabulary-limits';
import type { TemplateName } from '../vocabulary-student';
import type { Encoding, Written } from './encoding';
import type { Columns } from './features';

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
  /** The run that made it, or the import of the file that it is from: one of the two. */
  runId: string | null;
  importId: string | null;
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

/** Some rows of a part: those with ordinals from `from` up to but not including `to`, and the first `limit` of them. */
export type RowChoice = { from?: number; to?: number; unmask?: boolean; limit?: number };

/** A text of a version's knowledge rows, and the row that has it first. */
export type DocumentText = { id: string; ordinal: number; phase: string; text: string };

/** A row as tokens of a student, with the label of each: its id where it is learned, else -100. Or why there are none. */
export type TokensOfRow = { id: string; ordinal: number } & (
  { inputIds: number[]; labels: number[] } | { fault: string }
);

/** A row as the text of a chat template, or why there is none. */
export type TextOfRow = { id: string; ordinal: number } & ({ text: string } | { fault: string });

/** An uploaded tokenizer, or cl100k without one, and a chat template. */
export type StudentChoice = { tokenizerId?: string | undefined; template: TemplateName };

/** A published version, read in parts. */
export type VersionSource = {
  manifest: Manifest;
  /** In training order. Phases and splits without rows are not among them, because loaders fail on empty files. */
  parts: VersionPart[];
  /** The rows of a part in order, a few hundred at a time. */
  rows: (part: VersionPart, choice?: RowChoice) => AsyncGenerator<FormatRow[]>;
  /** The passages of a split's knowledge rows, and the texts that auxiliary rows made of them, each once. */
  documents: (split: Split, limit?: number) => AsyncGenerator<DocumentText[]>;
  /** Rows as tokens of a student. */
  tokens: (choice: StudentChoice, rows: AsyncIterable<FormatRow[]>) => AsyncGenerator<TokensOfRow[]>;
  /** Rows as texts of a chat template. */
  texts: (choice: StudentChoice, rows: AsyncIterable<FormatRow[]>) => AsyncGenerator<TextOfRow[]>;
};

/** The file of a part, without its ending: `skills`, or `skills.test` for a split. */
export const partName = ({ key, splitName }: VersionPart): string =>
  splitName === 'train' ? key : `${key}.${splitName}`;

/** A file of an export. */
export type ExportPart = {
  /** With `/` between folders. */
  name: string;
  /** Its number of rows; null for files without rows; `counted` when it is known only once they are written. */
  rows: number | 'counted' | null;
  content: () => AsyncGenerator<Written>;
};

/** A file with rows. One that turns out to have none is not written. */
export type RowsPart = ExportPart & {
  rows: number | 'counted';
  /** The key of its phase; null when it has rows of all phases. */
  phase: string | null;
  split: Split;
  /** What loaders open it as; the files of one config have the same columns. */
  config: string;
  /** Its rows follow those of the file before it. */
  continues?: boolean;
  /** Its first rows, as they are written. */
  preview: (limit: number) => Promise<string[]>;
  /** The line before its rows. */
  head?: string;
};

/** A row that can be named: by the phase's name, its place in it, and its sample. */
type Named = { id: string; ordinal: number };

/** A file with rows, as a format describes it. */
export type RowsOf<Row> = Omit<RowsPart, 'content' | 'preview' | 'head'> & {
  phaseName: (row: Row) => string;
  read: (limit?: number) => AsyncGenerator<Row[]>;
};

type FormatOf<O, R, Row> = {
  label: string;
  use: string;
  about: string;
  columns: Columns;
  options: z.ZodType<O>;
  /** How a form asks for the options. */
  fields?: OptionField[];
  /** The fields of a record. */
  schema: z.ZodType<R>;
  /** What else is wrong with a record; null when it is right. Every record is checked before it is written. */
  fault: (record: R) => string | null;
  encoding: (options: O) => Encoding<R>;
  record: (row: Row, options: O) => R;
  /** Why a row has no record; null when it has one. */
  noRecord?: (row: Row) => string | null;
  files: (source: VersionSource, options: O) => RowsOf<Row>[];
  /** Other files, once those with rows are written. */
  besides?: (written: RowsPart[]) => ExportPart[];
  loader?: (options: O) => { [parameter: string]: string };
  isBinary?: boolean;
};

export type Format = {
  label: string;
  /** Whom it is for and what they learn of it: one sentence. */
  use: string;
  /** Describes a row, in Markdown. */
  about: string;
  columns: Columns;
  /** Its files are not text. */
  isBinary: boolean;
  /** How a form asks for the options. */
  fields: OptionField[];
  /**
   * The requested options with defaults for the others. Equal choices give equal values.
   *
   * @throws DomainError `invalid` with the wrong option.
   */
  options: (asked: FormatOptions) => FormatOptions;
  parts: (source: VersionSource, options: FormatOptions) => RowsPart[];
  besides: (written: RowsPart[]) => ExportPart[];
  /** Parameters that the Hub's loader needs to read the files. */
  loader: (options: FormatOptions) => { [parameter: string]: string };
  /** What is wrong with a row of this format, as it is written or as its record; null when it is right. */
  validate: (written: unknown, options?: FormatOptions) => string | null;
};

/**
 * An export format. To add one, write a file beside this one and add it in index.ts. Files must depend only on the
 * version and the options, so that the same version always gives the same bytes.
 */
export function defineFormat<O extends FormatOptions, R, Row extends Named = FormatRow>({
  label,
  options,
  schema,
  encoding,
  record,
  fault,
  noRecord = () => null,
  files,
  besides = () => [],
  fields = [],
  loader = () => ({}),
  isBinary = false,
  ...words
}: FormatOf<O, R, Row>): Format {
  const read = (asked: FormatOptions): O => {
    const result = options.safeParse(asked);
    if (result.success) return result.data;
    throw new DomainError('invalid', `${label}: ${issueOf(result.error)}`);
  };
  const toRecords = (rows: Row[], { phaseName }: RowsOf<Row>, chosen: O): R[] =>
    rows.map((row) => {
      // Not its fields: TypeScript knows that `record` makes them, and parsing each would take as long as writing it.
      const made = record(row, chosen);
      const wrong = noRecord(row) ?? fault(made);
      if (wrong === null) return made;
      throw new DomainError(
        'invalid',
        `${label}: row ${row.ordinal + 1} of “${phaseName(row)}” (sample ${row.id}) cannot be written: ${wrong}. Choose another format, or publish a version without this row.`,
      );
    });
  const toPart = (file: RowsOf<Row>, chosen: O): RowsPart => {
    const { phaseName: _name, read: readRows, ...part } = file;
    const code = encoding(chosen);
    async function* records(limit?: number) {
      for await (const rows of readRows(limit)) yield toRecords(rows, file, chosen);
    }
    return {
      ...part,
      ...(code.head === undefined ? {} : { head: code.head }),
      content: () => code.write(records()),
      async preview(limit) {
        const shown: string[] = [];
        for await (const some of records(limit)) shown.push(...some.map(code.show));
        return shown;
      },
    };
  };
  return {
    label,
    ...words,
    isBinary,
    fields,
    options: read,
    parts: (source, asked) => {
      const chosen = read(asked);
      return files(source, chosen).map((file) => toPart(file, chosen));
    },
    besides,
    loader: (asked) => loader(read(asked)),
    validate(written, asked = {}) {
      try {
        const value = typeof written === 'string' ? encoding(read(asked)).read(written) : written;
        const result = schema.safeParse(value);
        return result.success ? fault(result.data) : issueOf(result.error);
      } catch (error) {
        return error instanceof Error ? error.message : String(error);
      }
    },
  };
}

function issueOf({ issues: [issue] }: z.ZodError): string {
  const place = issue?.path.map(String).join('.');
  return [...(place ? [place] : []), issue?.message ?? 'unknown fault'].join(': ');
}

/** One file for each phase and split with rows, in training order, each with its rows turned into what is written. */
export const perPart = <Row>(
  { parts, rows }: VersionSource,
  ending: string,
  turn: (rows: AsyncGenerator<FormatRow[]>) => AsyncGenerator<Row[]>,
): RowsOf<Row>[] =>
  parts.map((of) => ({
    name: `${partName(of)}.${ending}`,
    rows: of.rows,
    phase: of.key,
    split: of.splitName,
    config: of.key,
    phaseName: () => of.name,
    read: (limit) => turn(rows(of, limit === undefined ? {} : { limit })),
  }));

/** The same with the rows as they are. */
export const onePerPart =
  (ending: string) =>
  (source: VersionSource): RowsOf<FormatRow>[] =>
    perPart(source, ending, (rows) => rows);
