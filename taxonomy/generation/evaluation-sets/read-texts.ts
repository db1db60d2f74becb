import { DomainError } from '../../errors';
import { stripUnstorable } from '../../text';
import { readLines } from '../read-lines';

export type EvaluationText = { line: number; text: string };

const MAX_LINE_BYTES = 1024 * 1024;
/** Longer texts are cut, so that one line cannot fill the memory of a worker. */
const MAX_CHARACTERS = 20_000;
/** Usual names of the text in files of benchmarks, in the order in which they are looked for. */
const usualFields = ['question', 'instruction', 'prompt', 'query', 'input', 'problem', 'text'];

/**
 * The texts in a file: one per line, or one in each line of JSON. Empty lines and texts are left out.
 *
 * @param field The name of the text in JSON; without it, a usual one is looked for in the first line.
 * @throws DomainError `invalid`, naming the line.
 */
export async function* readTexts(source: AsyncIterable<Uint8Array>, field?: string): AsyncIterable<EvaluationText> {
  let kind: { isJson: boolean; field: string } | null = null;
  for await (const { number, text: line } of readLines(source, MAX_LINE_BYTES)) {
    if (line === null) throw refusal(number, `is longer than ${MAX_LINE_BYTES / 1024 / 1024} MB. Shorten it.`);
    kind ??= kindOf(line, number, field);
    const text = stripUnstorable(kind.isJson ? textIn(line, number, kind.field) : line).trim();
    if (text !== '') yield { line: number, text: text.slice(0, MAX_CHARACTERS) };
  }
}

function kindOf(line: string, number: number, field: string | undefined): { isJson: boolean; field: string } {
  if (line.trimStart().startsWith('{')) return { isJson: true, field: field ?? usualFieldIn(line, number) };
  if (line.trimStart().startsWith('['))
    throw refusal(number, 'begins a JSON list. Send JSON lines: one object in each line.');
  const columns = line.split(/[,;\t]/).map((name) => name.trim().replaceAll('"', '').toLowerCase());
  if (columns.length > 1 && columns.some((name) => usualFields.includes(name)))
    throw refusal(number, 'looks like the head of a CSV table. Send JSON lines, or one question per line.');
  return { isJson: false, field: '' };
}

function usualFieldIn(line: string, number: number): string {
  const row = objectIn(line, number);
  const found = usualFields.find((name) => typeof row[name] === 'string');
  if (found !== undefined) return found;
  throw refusal(number, `has none of the usual fields (${usualFields.join(', ')}). Name the field of the text.`);
}

function textIn(line: string, number: number, field: string): string {
  const row = objectIn(line, number);
  const text = row[field];
  if (typeof text === 'string') return text;
  const fields = Object.keys(row).slice(0, 10).join(', ');
  throw refusal(number, `has no text in “${field}”. It has the fields: ${fields === '' ? 'none' : fields}.`);
}

function objectIn(line: string, number: number): Record<string, unknown> {
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch {
    throw refusal(number, 'is not JSON, although the first line is. Correct it, or send one text per line.');
  }
  if (typeof json === 'object' && json !== null && !Array.isArray(json)) return { ...json };
  throw refusal(number, 'is JSON, but not an object with fields.');
}

const refusal = (line: number, what: string) => new DomainError('invalid', `Line ${line} ${what}`);
