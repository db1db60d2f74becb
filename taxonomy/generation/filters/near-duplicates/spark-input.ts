import { createWriteStream } from 'node:fs';
import { rename } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { readTextLines } from './text-lines';
import { tokenizers, type TokenizerName } from './tokenizers';

/**
 * Writes the texts of a file as `bin/spark_pairs.py` reads them: their line and their elements, that is their tokens in
 * order, of which a second occurrence is another element. So two texts have as many elements in common as tokens, and
 * Spark splits no text by itself. Texts without a token are left out, since they are like nothing.
 *
 * @returns How many lines were written.
 */
export async function writeSparkInput(
  file: string,
  { field, tokenizer, to }: { field: string; tokenizer: TokenizerName; to: string },
): Promise<number> {
  let count = 0;
  const rows = async function* () {
    for await (const { line, text } of readTextLines(file, field)) {
      const elements = elementsOf(tokenizers[tokenizer](text));
      if (elements.length === 0) continue;
      count += 1;
      yield `${JSON.stringify({ line, elements })}\n`;
    }
  };
  await pipeline(Readable.from(rows()), createWriteStream(`${to}.part`));
  await rename(`${to}.part`, to);
  return count;
}

/** No token has the sign that separates a token from its occurrence. */
function elementsOf(words: string[]): string[] {
  const occurrences = new Map<string, number>();
  return words.map((word) => {
    const occurrence = (occurrences.get(word) ?? 0) + 1;
    occurrences.set(word, occurrence);
    return occurrence === 1 ? word : `${word}#${occurrence}`;
  });
}
