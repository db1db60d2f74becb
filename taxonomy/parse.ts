import type { z } from 'zod';
import { DomainError } from './errors';
import { Storable } from './text';

type Issue = z.core.$ZodIssue;
type RawIssue = z.core.$ZodRawIssue;

const MAX_SENTENCES = 5;

/**
 * Parses outside input: a request or a command line. Text that cannot be stored is refused in any field.
 *
 * @throws DomainError `invalid` with a sentence for each wrong field. `detail.issues` has their exact places.
 */
export const parseOrRefuse = <T>(schema: z.ZodType<T>, value: unknown): T => parseShape(Storable.pipe(schema), value);

/** The same without the check for text that cannot be stored, for callers that check it row by row. */
export function parseShape<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value, { error: (issue) => words(issue) });
  if (result.success) return result.data;
  const { issues } = result.error;
  const detail = { issues: issues.map(({ path, message }) => ({ field: path.map(String).join('.'), message })) };
  throw new DomainError('invalid', sentencesOf(issues), { detail });
}

/** Reads one row of many: its value, or what is wrong with it in sentences. */
export function readRow<T>(schema: z.ZodType<T>, value: unknown): { row: T } | { problem: string } {
  const result = Storable.pipe(schema).safeParse(value, { error: (issue) => words(issue) });
  return result.success ? { row: result.data } : { problem: sentencesOf(result.error.issues) };
}

/** What is wrong, a sentence for each field: “Seed 1, context is missing. Name must be text.” */
export function sentencesOf(issues: readonly Issue[]): string {
  const sentences = [...new Set(issues.map(sentenceOf))];
  const more = sentences.length - MAX_SENTENCES;
  return [...sentences.slice(0, MAX_SENTENCES), ...(more > 0 ? [`There are ${more} more problems.`] : [])].join(' ');
}

/** Our own messages are whole sentences; those from `words` follow the name of the field. */
function sentenceOf({ path, message }: Issue): string {
  const field = fieldName(path);
  const text = /[.!?]$/.test(message) ? message : `${message}.`;
  if (/^[a-z]/.test(text)) return `${field || 'The request'} ${text}`;
  return field ? `${field}: ${text}` : text;
}

/** Fields whose name on screens differs from their key. */
const names: Record<string, string> = {
  apiKey: 'API key',
  apiKeyEnv: 'API key variable',
  baseUrl: 'address',
  slots: 'parallel requests',
  timeoutSeconds: 'timeout',
  target: 'samples for each leaf',
  maxCalls: 'call limit',
  questionsAndAnswers: 'pairs',
  teacherId: 'teacher',
};

/** The readable name of a field: `['seeds', 0, 'context']` is “Seed 1, context”. */
export function fieldName(path: readonly PropertyKey[]): string {
  const parts: string[] = [];
  for (const step of path) {
    if (typeof step === 'number') parts.push(`${singular(parts.pop() ?? 'entry')} ${step + 1}`);
    else parts.push(names[String(step)] ?? spaced(String(step)));
  }
  const name = parts.join(', ');
  return name.charAt(0).toUpperCase() + name.slice(1);
}

const spaced = (camelCase: string) =>
  camelCase.replaceAll(/([a-z0-9])([A-Z])/g, (_, before: string, next: string) => `${before} ${next.toLowerCase()}`);

const singular = (plural: string) => plural.replace(/ies$/, 'y').replace(/([^s])s$/, '$1');

const kinds: Record<string, string> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object with named fields',
  record: 'an object with named fields',
};

/** The end of a sentence that begins with the field's name, for every kind of issue. */
function words(issue: RawIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? 'is missing' : `must be ${kinds[issue.expected] ?? issue.expected}`;
    case 'invalid_value':
      return `must be ${anyOf(issue.values.map(String))}`;
    case 'unrecognized_keys':
      return `has ${issue.keys.length === 1 ? 'a field that is' : 'fields that are'} not known: ${issue.keys.join(', ')}`;
    case 'too_small':
      return tooSmall(issue.origin, Number(issue.minimum), issue.inclusive !== false);
    case 'too_big':
      return tooBig(issue.origin, Number(issue.maximum), issue.inclusive !== false);
    case 'not_multiple_of':
      return `must be a multiple of ${issue.divisor}`;
    case 'invalid_format':
      return `must be ${formats[issue.format] ?? 'written in another way'}`;
    case 'invalid_union':
      return 'has a form that is not known';
    case 'invalid_key':
    case 'invalid_element':
      return 'holds something that is not allowed';
    case 'custom':
      return 'is not allowed';
  }
}

const formats: Record<string, string> = {
  uuid: 'an id',
  email: 'an e-mail address, such as ada@example.org',
  url: 'an address that begins with http:// or https://',
  datetime: 'a date and time, such as 2026-01-31T12:00:00Z',
};

function tooSmall(origin: string, minimum: number, inclusive: boolean): string {
  if (origin === 'string') return minimum === 1 ? 'cannot be empty' : `must have at least ${minimum} characters`;
  if (origin === 'array') return minimum === 1 ? 'cannot be empty' : `must have at least ${minimum} entries`;
  return `must be ${inclusive ? 'at least' : 'more than'} ${numberText(minimum)}`;
}

function tooBig(origin: string, maximum: number, inclusive: boolean): string {
  if (origin === 'string') return `can have at most ${numberText(maximum)} characters`;
  if (origin === 'array') return `can have at most ${numberText(maximum)} entries`;
  return `must be ${inclusive ? 'at most' : 'less than'} ${numberText(maximum)}`;
}

const numberText = (value: number) => value.toLocaleString('en', { maximumFractionDigits: 10 });

const anyOf = (values: string[]) =>
  values.length < 2 ? (values[0] ?? '') : `${values.slice(0, -1).join(', ')} or ${values.at(-1) ?? ''}`;
