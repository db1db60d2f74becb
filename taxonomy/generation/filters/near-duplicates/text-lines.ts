import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { DomainError } from '../../../errors';
import { readLines } from '../../read-lines';

/** A text of a file of JSON lines: its line from 1, and where the line is, in bytes. */
export type TextLine = { line: number; text: string; start: number; bytes: number };

const MAX_LINE_BYTES = 16 * 1024 * 1024;

/**
 * The texts of a .jsonl file in order, one line in memory at a time. Lines without a character are passed over.
 *
 * @throws DomainError `not_found`; `invalid` naming the first line that has no such text.
 */
export async function* readTextLines(file: string, field: string): AsyncIterable<TextLine> {
  const found = await stat(file).catch(() => null);
  if (!found) throw new DomainError('not_found', `There is no file ${file}.`);
  if (found.isDirectory()) throw new DomainError('invalid', `${file} is a folder. Name a .jsonl file.`);
  for await (const { number, text: json, start, bytes } of readLines(createReadStream(file), MAX_LINE_BYTES)) {
    const place = `${file}, line ${number}`;
    if (json === null) {
      throw new DomainError('invalid', `${place}: this is longer than ${MAX_LINE_BYTES / 1024 / 1024} MB. Shorten it.`);
    }
    yield { line: number, text: textOf(json, field, place), start, bytes };
  }
}

/** @throws DomainError `invalid`, naming the place. */
export function textOf(json: string, field: string, place: string): string {
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
