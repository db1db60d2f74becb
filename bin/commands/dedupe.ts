import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { InvalidArgumentError, Option, type Command } from 'commander';
import { DomainError } from '@/taxonomy/errors';
import {
  NearDuplicates,
  Vocabulary,
  type EncodedText,
} from '@/taxonomy/generation/filters/near-duplicates/near-duplicates';
import { rougeL } from '@/taxonomy/generation/filters/near-duplicates/rouge-l';
import { tokenizers, type TokenizerName } from '@/taxonomy/generation/filters/near-duplicates/tokenizers';
import type { Shell } from '../shell';

type Flags = { field: string; threshold: number; tokenizer: TokenizerName };

const fraction = (text: string) => {
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0 && value <= 1)) {
    throw new InvalidArgumentError('It must be a number from 0 to 1.');
  }
  return value;
};

/** `dedupe` finds the near-duplicates in a file of JSON lines. It needs no database. */
export function register(program: Command, shell: Pick<Shell, 'printLine' | 'note'>): void {
  program
    .command('dedupe')
    .argument('<file>', 'a .jsonl file')
    .description(
      'mark each line whose text is a near-duplicate (ROUGE-L F over the threshold) of an earlier line that was kept',
    )
    .option('--field <name>', 'the field with the text', 'text')
    .option('--threshold <f>', 'a pair with F of exactly the threshold is no near-duplicate', fraction, 0.7)
    .addOption(
      new Option('--tokenizer <name>', 'unicode: any language, F exact; rouge_score: as Google’s Python package')
        .choices(Object.keys(tokenizers))
        .default('unicode'),
    )
    .action(async (file: string, { field, threshold, tokenizer }: Flags) => {
      const vocabulary = new Vocabulary();
      const rows = await readTexts(file, field, (text) => vocabulary.encode(tokenizers[tokenizer](text)));
      const known = new NearDuplicates(vocabulary, { threshold, f: rougeL[tokenizer] });
      const keptLines: number[] = [];
      for (const { line, text } of rows) {
        const result = known.add(text);
        if ('id' in result) {
          keptLines.push(line);
          shell.printLine({ line, kept: true, nearest: null, score: null }, `${line}  kept`);
          continue;
        }
        const nearest = keptLines[result.nearest.id] ?? null;
        const { score } = result.nearest;
        shell.printLine(
          { line, kept: false, nearest, score },
          `${line}  near-duplicate of line ${nearest} (F ${score.toFixed(3)})`,
        );
      }
      shell.note(`${keptLines.length} of ${rows.length} lines kept.`);
    });
}

/**
 * The texts of a file by line number, from 1. Lines without a character are passed over.
 *
 * @throws DomainError `not_found`; `invalid` naming the first line that has no such text.
 */
async function readTexts(file: string, field: string, encode: (text: string) => EncodedText) {
  const found = await stat(file).catch(() => null);
  if (!found) throw new DomainError('not_found', `There is no file ${file}.`);
  if (found.isDirectory()) throw new DomainError('invalid', `${file} is a folder. Name a .jsonl file.`);
  const rows: { line: number; text: EncodedText }[] = [];
  let line = 0;
  for await (const json of createInterface({ input: createReadStream(file, 'utf8'), crlfDelay: Infinity })) {
    line += 1;
    if (json.trim() === '') continue;
    rows.push({ line, text: encode(textOf(json, field, `${file}, line ${line}`)) });
  }
  return rows;
}

function textOf(json: string, field: string, place: string): string {
  let row: unknown;
  try {
    row = JSON.parse(json.replace(/^\uFEFF/, ''));
  } catch {
    throw new DomainError('invalid', `${place}: this is not JSON. Each line must be one JSON object.`);
  }
  if (typeof row !== 'object' || row === null || Array.isArray(row)) {
    throw new DomainError('invalid', `${place}: this is not a JSON object.`);
  }
  const text: unknown = Object.getOwnPropertyDescriptor(row, field)?.value;
  if (typeof text === 'string') return text;
  throw new DomainError(
    'invalid',
    text === undefined
      ? `${place}: there is no field “${field}”. Its fields: ${Object.keys(row).slice(0, 20).join(', ') || 'none'}. Choose one with --field.`
      : `${place}: the field “${field}” is not a text.`,
  );
}
