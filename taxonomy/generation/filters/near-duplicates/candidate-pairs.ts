import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { DomainError } from '../../../errors';
import { readLines } from '../../read-lines';
import type { LineIndex } from './line-index';

/** What was in the files of pairs. Each pair is counted once here: as one to check, or as one that was passed over. */
export type PairCounts = {
  toCheck: number;
  doubled: number;
  ofItself: number;
  /** One of the two lines is not in the file, or empty. */
  ofNoLine: number;
  /** The place of the first pair of that kind. */
  firstOfNoLine: string | null;
};

type PlacedPair = { earlier: number; later: number; place: string };

const MAX_LINE_BYTES = 1024 * 1024;

/**
 * Pairs of lines that another program holds for similar, by their later line: 4 bytes a pair, and 4 a line.
 *
 * The files are read twice, first to count the pairs of each line and then to fill in the earlier lines. So nothing has to
 * be sorted or copied, and the pairs may come in any order, either line first.
 */
export class CandidatePairs {
  readonly #starts: Uint32Array;
  readonly #earlier: Uint32Array;
  readonly counts: PairCounts;

  private constructor(starts: Uint32Array, earlier: Uint32Array, counts: PairCounts) {
    this.#starts = starts;
    this.#earlier = earlier;
    this.counts = counts;
  }

  /**
   * @param source A file of JSON lines (lists or objects) or CSV whose first two fields are line numbers from 1, or a
   *   folder of such files, as Spark writes it.
   * @throws DomainError `not_found`; `invalid` naming the first line that is no pair.
   */
  static async read(source: string, index: LineIndex): Promise<CandidatePairs> {
    const files = await filesOf(source);
    const counts: PairCounts = { toCheck: 0, doubled: 0, ofItself: 0, ofNoLine: 0, firstOfNoLine: null };
    const starts = new Uint32Array(index.last + 2);
    for await (const { earlier, later, place } of pairsIn(files)) {
      if (!index.has(earlier) || !index.has(later)) {
        counts.ofNoLine += 1;
        counts.firstOfNoLine ??= place;
      } else if (earlier === later) counts.ofItself += 1;
      else (starts[later] as number) += 1;
    }
    for (let line = 1; line < starts.length; line += 1) (starts[line] as number) += starts[line - 1] as number;
    const earlierLines = new Uint32Array(starts.at(-1) ?? 0);
    for await (const { earlier, later } of pairsIn(files)) {
      if (!index.has(earlier) || !index.has(later) || earlier === later) continue;
      earlierLines[((starts[later] as number) -= 1)] = earlier;
    }
    const pairs = new CandidatePairs(starts, earlierLines, counts);
    for (let line = 1; line <= index.last; line += 1) {
      const ordered = pairs.#slice(line).sort();
      for (let i = 1; i < ordered.length; i += 1) if (ordered[i] === ordered[i - 1]) counts.doubled += 1;
    }
    counts.toCheck = earlierLines.length - counts.doubled;
    return pairs;
  }

  /** The earlier lines that are paired with this one, each once, in order. */
  *earlierThan(line: number): Generator<number> {
    let before = 0;
    for (const earlier of this.#slice(line)) {
      if (earlier !== before) yield earlier;
      before = earlier;
    }
  }

  #slice(line: number): Uint32Array {
    return this.#earlier.subarray(this.#starts[line], this.#starts[line + 1]);
  }
}

/** Files that begin with a dot or an underscore are marks of Spark and Hadoop. */
async function filesOf(source: string): Promise<string[]> {
  const found = await stat(source).catch(() => null);
  if (!found) throw new DomainError('not_found', `There is no file or folder ${source} with pairs.`);
  if (found.isFile()) return [source];
  if (!found.isDirectory()) throw new DomainError('invalid', `${source} is no file. Pairs are read twice: store them.`);
  const entries = await readdir(source, { withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && !/^[._]/.test(entry.name)).map(({ name }) => name);
  if (files.length === 0) throw new DomainError('invalid', `There is no file with pairs in the folder ${source}.`);
  return files.toSorted().map((name) => path.join(source, name));
}

async function* pairsIn(files: string[]): AsyncIterable<PlacedPair> {
  for (const file of files) {
    let isFirst = true;
    for await (const { number, text } of readLines(createReadStream(file), MAX_LINE_BYTES)) {
      const place = `${file}, line ${number}`;
      const pair = text === null ? null : pairOf(text);
      const isHead = isFirst && pair === null && text !== null && isHeadOfTable(text);
      isFirst = false;
      if (isHead) continue;
      if (!pair) {
        throw new DomainError(
          'invalid',
          `${place}: this is no pair of line numbers. Each line must begin with two, such as 3,17 or [3,17].`,
        );
      }
      yield { earlier: Math.min(...pair), later: Math.max(...pair), place };
    }
  }
}

const row = /^\s*"?(-?\d+)"?\s*[,;\t]\s*"?(-?\d+)"?\s*(?:[,;\t].*)?$/s;

function pairOf(text: string): [number, number] | null {
  const [, left, right] = row.exec(text) ?? [];
  if (left !== undefined && right !== undefined) return [Number(left), Number(right)];
  if (!/^\s*[[{]/.test(text)) return null;
  try {
    const fields: unknown = JSON.parse(text);
    const [a, b] = typeof fields === 'object' && fields !== null ? Object.values<unknown>({ ...fields }) : [];
    return Number.isInteger(a) && Number.isInteger(b) ? [Number(a), Number(b)] : null;
  } catch {
    return null;
  }
}

/** Names of columns: two fields without a digit at their beginning. */
const isHeadOfTable = (text: string): boolean => /^\s*"?[^\d\s"[{-][^,;\t]*[,;\t]\s*"?[^\d\s"-]/.test(text);
