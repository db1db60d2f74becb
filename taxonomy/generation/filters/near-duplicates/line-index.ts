import { closeSync, openSync, readSync } from 'node:fs';
import { readTextLines, textOf } from './text-lines';

const LINES_PER_BLOCK = 2 ** 16;

type Block = { starts: Float64Array; bytes: Uint32Array };

/**
 * Where each text of a .jsonl file is: 12 bytes a line, in blocks that are never copied. Texts are read from the file
 * again when they are needed, so that ten million of them fit in the memory of a laptop.
 */
export class LineIndex {
  readonly #file: string;
  readonly #field: string;
  readonly #blocks: Block[] = [];
  readonly #descriptor: number;
  #buffer = Buffer.alloc(2 ** 16);
  /** The number of texts. */
  count = 0;
  /** The number of the last line with a text; 0 without one. */
  last = 0;

  private constructor(file: string, field: string) {
    this.#file = file;
    this.#field = field;
    this.#descriptor = openSync(file, 'r');
  }

  /** Reads the file once, to the end. @throws DomainError as `readTextLines`. */
  static async of(file: string, field: string): Promise<LineIndex> {
    let index: LineIndex | null = null;
    try {
      for await (const { line, start, bytes } of readTextLines(file, field)) {
        index ??= new LineIndex(file, field);
        index.#add(line, start, bytes);
      }
      return (index ??= new LineIndex(file, field));
    } catch (error) {
      index?.close();
      throw error;
    }
  }

  has(line: number): boolean {
    const block = this.#blocks[Math.floor(line / LINES_PER_BLOCK)];
    return block !== undefined && (block.bytes[line % LINES_PER_BLOCK] ?? 0) > 0;
  }

  /** The lines with a text, in order. */
  *lines(): Generator<number> {
    for (let line = 1; line <= this.last; line += 1) if (this.has(line)) yield line;
  }

  /** The text of a line that the index has. */
  textAt(line: number): string {
    const block = this.#blocks[Math.floor(line / LINES_PER_BLOCK)];
    const start = block?.starts[line % LINES_PER_BLOCK];
    const bytes = block?.bytes[line % LINES_PER_BLOCK];
    if (start === undefined || !bytes) throw new RangeError(`Line ${line} has no text`);
    if (this.#buffer.length < bytes) this.#buffer = Buffer.alloc(bytes * 2);
    const read = readSync(this.#descriptor, this.#buffer, 0, bytes, start);
    return textOf(this.#buffer.toString('utf8', 0, read), this.#field, `${this.#file}, line ${line}`);
  }

  close(): void {
    closeSync(this.#descriptor);
  }

  #add(line: number, start: number, bytes: number): void {
    const place = Math.floor(line / LINES_PER_BLOCK);
    while (this.#blocks.length <= place) {
      this.#blocks.push({ starts: new Float64Array(LINES_PER_BLOCK), bytes: new Uint32Array(LINES_PER_BLOCK) });
    }
    const block = this.#blocks[place];
    if (!block) return;
    block.starts[line % LINES_PER_BLOCK] = start;
    block.bytes[line % LINES_PER_BLOCK] = bytes;
    this.count += 1;
    this.last = line;
  }
}
