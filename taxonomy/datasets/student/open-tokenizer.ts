import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { DomainError } from '../../errors';
import { fileOf, openChild } from './child';
import { slicesOf } from './slices';
import { program } from './tokenizer-program';

/** Where a tokenizer comes from. cl100k is the one that Seedleaf counts with; it takes on the marks of a template. */
export type TokenizerSource =
  | { kind: 'cl100k'; marks: readonly string[] }
  | {
      kind: 'file';
      name: string;
      /** The bytes of its tokenizer.json. */
      bytes: () => AsyncIterable<Uint8Array>;
      /** What its tokenizer_config.json says of how texts are read. */
      config: TokenizerConfig;
    };

export type TokenizerConfig = { remove_space?: boolean; do_lowercase_and_remove_accent?: boolean };

/** A tokenizer in a process of its own. */
export type OpenTokenizer = {
  name: string;
  /** Number of its tokens. */
  vocabulary: number;
  /** Tokens that no text has, such as the end of a turn. */
  specialTokens: string[];
  /**
   * Encodes rows of segments. No token spans two segments, as if a special token stood between them.
   *
   * @returns By row and segment the ids of its tokens.
   */
  encode: (rows: readonly (readonly string[])[]) => Promise<number[][][]>;
  /** Texts of tokens, special ones too. */
  decode: (rows: readonly (readonly number[])[]) => Promise<string[]>;
  close: () => void;
};

/** The largest tokenizers in use need half of it. */
const MEMORY_MB = 1_500;
const OPEN_MS = 120_000;
const LIMIT_MS = 60_000;
const AT_ONCE = { count: 500, size: 500_000 };

const Fault = z.object({ error: z.string() });
const Opened = z.union([z.object({ vocabulary: z.int(), specialTokens: z.array(z.string()) }), Fault]);
const Encoded = z.union([z.object({ ids: z.array(z.array(z.array(z.int()))) }), Fault]);
const Decoded = z.union([z.object({ texts: z.array(z.string()) }), Fault]);

/**
 * Loads a tokenizer in a process of its own, with limited memory and time: a large one takes seconds and half a
 * gigabyte, and its rules may be endless.
 *
 * @throws DomainError `invalid` when it cannot be loaded, with the reason.
 */
export async function openTokenizer(source: TokenizerSource): Promise<OpenTokenizer> {
  const name = source.kind === 'cl100k' ? 'cl100k_base' : source.name;
  const input = source.kind === 'file' ? { input: source.bytes() } : {};
  const child = openChild({ program, memoryMb: MEMORY_MB, ...input });
  const ask = async <T>(answer: z.ZodType<T | { error: string }>, question: object, limitMs = LIMIT_MS): Promise<T> => {
    const got = answer.parse(
      await child.ask(question, limitMs).catch((cause: unknown) => {
        throw broken(name, cause instanceof Error ? cause.message : String(cause), cause);
      }),
    );
    if (isError(got)) throw broken(name, got.error);
    return got;
  };
  try {
    const opened = await ask(Opened, openingOf(source), OPEN_MS);
    return {
      name,
      ...opened,
      async encode(rows) {
        const ids: number[][][] = [];
        for (const slice of slicesOf(rows, charactersOf, AT_ONCE)) {
          ids.push(...(await ask(Encoded, { op: 'encode', rows: slice })).ids);
        }
        return ids;
      },
      async decode(rows) {
        const texts: string[] = [];
        for (const slice of slicesOf(rows, (row) => row.length, AT_ONCE)) {
          texts.push(...(await ask(Decoded, { op: 'decode', rows: slice })).texts);
        }
        return texts;
      },
      close: child.close,
    };
  } catch (error) {
    child.close();
    throw error;
  }
}

const openingOf = (source: TokenizerSource) =>
  source.kind === 'cl100k'
    ? { op: 'open', kind: source.kind, module: fileOf('gpt-tokenizer/encoding/cl100k_base'), marks: source.marks }
    : {
        op: 'open',
        kind: source.kind,
        module: fileOf('@huggingface/tokenizers'),
        config: source.config,
        // Stands between segments. Nobody's text has it.
        cut: `<|cut ${randomUUID()}|>`,
      };

const charactersOf = (row: readonly string[]): number => row.reduce((sum, text) => sum + text.length, 0);

const isError = (answer: unknown): answer is { error: string } =>
  typeof answer === 'object' && answer !== null && 'error' in answer;

const broken = (name: string, reason: string, cause?: unknown) =>
  new DomainError('invalid', `The tokenizer ${name} cannot be used: ${reason}.`, { cause });
