import type { LineDecision } from './decide-by-pairs';
import { NearDuplicates, Vocabulary, type EncodedText } from './near-duplicates';
import { rougeL } from './rouge-l';
import { readTextLines } from './text-lines';
import { tokenizers, type TokenizerName } from './tokenizers';

/**
 * Decides each line of a file in order, as if it were compared with every kept line before it. All texts are in memory.
 *
 * @throws DomainError as `readTextLines`, before any decision.
 */
export async function decideInMemory(
  file: string,
  { field, threshold, tokenizer }: { field: string; threshold: number; tokenizer: TokenizerName },
): Promise<Iterable<LineDecision>> {
  const vocabulary = new Vocabulary();
  const rows: { line: number; text: EncodedText }[] = [];
  for await (const { line, text } of readTextLines(file, field)) {
    rows.push({ line, text: vocabulary.encode(tokenizers[tokenizer](text)) });
  }
  return decide(rows, new NearDuplicates(vocabulary, { threshold, f: rougeL[tokenizer] }));
}

function* decide(rows: { line: number; text: EncodedText }[], known: NearDuplicates): Generator<LineDecision> {
  const keptLines: number[] = [];
  for (const { line, text } of rows) {
    const result = known.add(text);
    if ('id' in result) {
      keptLines.push(line);
      yield { line, kept: true, nearest: null, score: null };
    } else {
      const nearest = keptLines[result.nearest.id] as number;
      yield { line, kept: false, nearest, score: result.nearest.score };
    }
  }
}
