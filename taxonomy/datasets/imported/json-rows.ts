import { z } from 'zod';
import { DomainError } from '../../errors';
import { readLines } from '../../generation/read-lines';
import { MAX_ROW_BYTES, tooLong, type BadRow, type FileRow, type FileRows } from './rows';

const Fields = z.record(z.string(), z.unknown());

/** JSON lines: one object in each line. */
export const jsonLines = (source: AsyncIterable<Uint8Array>): FileRows => ({
  unit: 'line',
  columns: null,
  async *read() {
    for await (const { number, text } of readLines(source, MAX_ROW_BYTES))
      yield rowIn(number, text, 'It is not JSON. Send JSON lines: one object in each line.');
  },
});

/** One JSON list of objects. Its elements are read one by one, so the list may be of any length. */
export const jsonList = (source: AsyncIterable<Uint8Array>): FileRows => ({
  unit: 'row',
  columns: null,
  async *read() {
    for await (const { number, text } of listElements(source)) yield rowIn(number, text, 'It is not JSON.');
  },
});

function rowIn(line: number, text: string | null, notJson: string): FileRow | BadRow {
  if (text === null) return { line, problem: tooLong };
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { line, problem: notJson };
  }
  const row = Fields.safeParse(json);
  return row.success ? { line, row: row.data } : { line, problem: 'It is JSON, but not an object with fields.' };
}

type ListState = 'before' | 'between' | 'inside' | 'closed';
type Element = { number: number; text: string | null };

const [QUOTE, COMMA, OPEN_LIST, BACKSLASH, CLOSE_LIST, OPEN, CLOSE] = Buffer.from('",[\\]{}');
const isSpace = (byte: number): boolean => byte === 32 || (byte >= 9 && byte <= 13);

/**
 * The elements of a JSON list as texts, without parsing them; null for one that is too long.
 *
 * @throws DomainError `invalid` when the list does not end, or something follows it.
 */
async function* listElements(source: AsyncIterable<Uint8Array>): AsyncIterable<Element> {
  let number = 0;
  let bytes = 0;
  let parts: Uint8Array[] = [];
  let state = 'before' as ListState;
  let depth = 0;
  let isText = false;
  let isEscaped = false;
  const add = (part: Uint8Array) => {
    bytes += part.length;
    if (bytes <= MAX_ROW_BYTES) parts.push(part);
    else parts = [];
  };
  const end = (): Element => {
    const text = bytes > MAX_ROW_BYTES ? null : Buffer.concat(parts).toString('utf8');
    number += 1;
    bytes = 0;
    parts = [];
    return { number, text };
  };
  for await (const chunk of source) {
    let from = 0;
    for (let at = 0; at < chunk.length; at += 1) {
      const byte = chunk[at] ?? 0;
      if (state === 'inside') {
        if (isText) {
          if (isEscaped) isEscaped = false;
          else if (byte === BACKSLASH) isEscaped = true;
          else if (byte === QUOTE) isText = false;
        } else if (byte === QUOTE) isText = true;
        else if (byte === OPEN || byte === OPEN_LIST) depth += 1;
        else if (depth > 0 && (byte === CLOSE || byte === CLOSE_LIST)) depth -= 1;
        else if (depth === 0 && (byte === COMMA || byte === CLOSE_LIST)) {
          add(chunk.subarray(from, at));
          yield end();
          state = byte === COMMA ? 'between' : 'closed';
        }
      } else if (state === 'before') {
        // A byte order mark may be first.
        if (byte === OPEN_LIST) state = 'between';
      } else if (isSpace(byte) || (state === 'between' && byte === COMMA)) continue;
      else if (state === 'closed') throw afterTheList();
      else if (byte === CLOSE_LIST) state = 'closed';
      else {
        state = 'inside';
        from = at;
        at -= 1;
      }
    }
    if (state === 'inside') add(chunk.subarray(from));
  }
  if (state !== 'closed') throw cutOff(number);
}

const cutOff = (rows: number) =>
  new DomainError(
    'invalid',
    `The JSON list ends in the middle, after row ${rows}. The file was cut off: get it again.`,
  );

const afterTheList = () =>
  new DomainError('invalid', 'Something follows the JSON list. Send one list, or JSON lines: one object in each line.');
