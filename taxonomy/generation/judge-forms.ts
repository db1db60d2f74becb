import { z } from 'zod';
import type { Message } from './message';
import type { AnswerFormat } from './teacher/teacher';
import { safetyCategories } from './vocabulary-rows';

/**
 * How a judge says its verdict in JSON, at a server that holds answers to a schema. It is read back into the last line
 * that prompts ask for (`SCORE: 1`), so one reader serves both forms.
 */
export type JudgeForm = {
  readonly name: 'score' | 'verdict' | 'safety';
  /** The field with the verdict; the reasons are in `why`. */
  readonly field: string;
  /** The word of the last line. */
  readonly line: 'SCORE' | 'VERDICT';
  /** What the field holds, as a JSON schema that every provider takes. */
  readonly value: Record<string, unknown>;
  /** What the field holds, in words. */
  readonly words: string;
  /** The field's value as it stands in the last line; null when it is none. */
  readonly toLine: (value: unknown) => string | null;
  readonly fromLine: (said: string) => unknown;
};

export const scoreForm = ({ from, to }: { from: number; to: number }): JudgeForm => ({
  name: 'score',
  field: 'score',
  line: 'SCORE',
  value: { type: 'integer', enum: Array.from({ length: to - from + 1 }, (_, i) => from + i) },
  words: 'the number',
  toLine: (value) => (Number.isInteger(value) ? String(value) : null),
  fromLine: Number,
});

const Verdict = z.enum(['YES', 'NO']);

export const verdictForm: JudgeForm = {
  name: 'verdict',
  field: 'verdict',
  line: 'VERDICT',
  value: { type: 'string', enum: Verdict.options },
  words: 'YES or NO',
  toLine: (value) => Verdict.safeParse(value).data ?? null,
  fromLine: (said) => said,
};

const categoryNames = Object.keys(safetyCategories).map((name) => name.replace('_', ' ').toUpperCase());
const Categories = z.array(z.enum(categoryNames)).max(100);

export const safetyForm: JudgeForm = {
  name: 'safety',
  field: 'categories',
  line: 'VERDICT',
  value: { type: 'array', items: { type: 'string', enum: categoryNames } },
  words: 'a list of the categories that apply, empty when it is safe',
  toLine(value) {
    const found = Categories.safeParse(value).data;
    if (!found) return null;
    return found.length === 0 ? 'SAFE' : [...new Set(found)].join(', ');
  },
  fromLine: (said) => (said === 'SAFE' ? [] : said.split(', ')),
};

/** The schema of a form, strict: both fields are there, and nothing else is. */
const schemaOf = ({ field, value }: JudgeForm) => ({
  type: 'object',
  properties: { why: { type: 'string' }, [field]: value },
  required: ['why', field],
  additionalProperties: false,
});

/** The form as a request states it. */
export const formatOf = (form: JudgeForm): AnswerFormat => ({ name: form.name, schema: schemaOf(form) });

/** The same messages, asking for JSON instead of the last line; the examples show it. Unchanged without a form. */
export const askInJson = (form: JudgeForm | null, messages: readonly Message[]): Message[] =>
  messages.map(({ role, content }) => {
    if (!form) return { role, content };
    if (role === 'assistant') return { role, content: toJson(form, content) };
    if (role !== 'user') return { role, content };
    const { field, line, words } = form;
    const order = `Write one JSON object instead of the ${line} line, and nothing else: "why" with your reasons, then "${field}" with ${words}.`;
    return { role, content: `${content}\n\n${order}` };
  });

function toJson({ field, line, fromLine }: JudgeForm, text: string): string {
  const [, why = '', said = ''] = new RegExp(`^([\\s\\S]*)\\n${line}: (.*)$`).exec(text.trim()) ?? [];
  return JSON.stringify({ why, [field]: fromLine(said) });
}

/** The text of an answer as prompts ask for it. An answer of a server that ignored the schema is that already. */
export const textOf = (form: JudgeForm | null, response: string): string =>
  (form && readJson(form, response)) ?? response;

/**
 * An answer in JSON as the text that prompts ask for; null for any other answer. The reasons become one line, so that nothing in them can pass for the verdict.
 */
function readJson({ field, line, toLine }: JudgeForm, text: string): string | null {
  const object = objectIn(text);
  if (object === null) return null;
  const { why, [field]: value } = object;
  const said = toLine(value);
  if (typeof why !== 'string' || said === null) return null;
  return `${why.replace(/\s+/g, ' ').trim() || 'No reasons given.'}\n${line}: ${said}`;
}

function objectIn(text: string): Record<string, unknown> | null {
  const inside = /^```(?:json)?\s*\n([\s\S]*)\n```$/.exec(text.trim())?.[1] ?? text;
  try {
    return z.record(z.string(), z.unknown()).safeParse(JSON.parse(inside)).data ?? null;
  } catch {
    return null;
  }
}
