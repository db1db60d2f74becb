import { z } from 'zod';
import { DomainError } from '../../errors';
import type { ImportMapping } from '../contract-imported';
import type { Message } from '../row-messages';
import type { BadRow, FileRows, Row } from './rows';

/** A question with its context beside it, where the fields of a row tell them apart. */
export type Parts = { system: string; context: string; question: string; answer: string };

/** Where the parts of a conversation are, in the order in which they are looked for. */
export type Shape = {
  name: string;
  fields: readonly string[];
  read: (row: Row) => Message[];
  parts?: (row: Row) => Parts;
};

/** A row that has not what its shape says. */
export class NoConversation extends Error {}

/**
 * Reads each row of a file in one of the usual shapes, or by a mapping of fields. What `read` refuses is given with its
 * number, and the reading goes on.
 *
 * @throws DomainError `invalid` when the columns or the first row tell no shape, or a named column is missing.
 */
export async function* readInShape<T extends object>(
  file: FileRows,
  mapping: ImportMapping | null,
  read: (shape: Shape, row: Row) => T,
): AsyncGenerator<({ line: number } & T) | BadRow> {
  let shape: Shape | null = mapping && mapped(mapping);
  if (file.columns) {
    shape ??= shapeOf(file.columns, 'The table');
    refuseMissing(file.columns, mapping);
  }
  for await (const each of file.read(shape?.fields ?? [])) {
    if ('problem' in each) {
      yield each;
      continue;
    }
    const { line, row } = each;
    try {
      shape ??= shapeOf(Object.keys(row), `${file.unit === 'line' ? 'Line' : 'Row'} ${line}`);
      yield { line, ...read(shape, row) };
    } catch (error) {
      if (!(error instanceof NoConversation)) throw error;
      yield { line, problem: error.message };
    }
  }
}

function shapeOf(fields: readonly string[], place: string): Shape {
  const shape = shapes.find(({ needs }) => needs.every((each) => fields.includes(each)));
  if (shape) return shape;
  throw new DomainError(
    'invalid',
    `${place} has none of the usual shapes (messages, conversations, prompt and completion, instruction and output, question and answer). It has the fields: ${listed(fields)}. Name the fields of the question and of the answer.`,
  );
}

function refuseMissing(columns: readonly string[], mapping: ImportMapping | null): void {
  const missing = Object.values(mapping ?? {}).find((name) => name !== undefined && !columns.includes(name));
  if (missing !== undefined)
    throw new DomainError('invalid', `There is no column “${missing}”. The table has: ${listed(columns)}.`);
}

const listed = (fields: readonly string[]): string => fields.slice(0, 10).join(', ') || 'none';

const shapes: (Shape & { needs: readonly string[] })[] = [
  {
    name: 'messages',
    needs: ['messages'],
    fields: ['messages'],
    read: ({ messages }) => turnsOf(messages, 'role', 'content'),
  },
  {
    name: 'sharegpt',
    needs: ['conversations'],
    fields: ['conversations', 'system'],
    read: ({ conversations, system }) => [...systemOf(system), ...turnsOf(conversations, 'from', 'value')],
  },
  {
    name: 'prompt and completion',
    needs: ['prompt', 'completion'],
    fields: ['prompt', 'completion'],
    read: ({ prompt, completion }) => [...sideOf(prompt, 'user'), ...sideOf(completion, 'assistant')],
  },
  {
    name: 'alpaca',
    needs: ['instruction', 'output'],
    fields: ['instruction', 'input', 'output', 'system'],
    read: ({ instruction, input, output, system }) => [
      ...systemOf(system),
      { role: 'user', content: joined(textOf(instruction, 'instruction'), input) },
      { role: 'assistant', content: textOf(output, 'output') },
    ],
    parts: ({ instruction, input, output, system }) => ({
      system: optionalText(system),
      context: optionalText(input),
      question: textOf(instruction, 'instruction'),
      answer: textOf(output, 'output'),
    }),
  },
  {
    name: 'question and answer',
    needs: ['question', 'answer'],
    fields: ['question', 'answer', 'context', 'system'],
    read: ({ question, answer, context, system }) => [
      ...systemOf(system),
      { role: 'user', content: joined(optionalText(context), question) },
      { role: 'assistant', content: textOf(answer, 'answer') },
    ],
    parts: ({ question, answer, context, system }) => ({
      system: optionalText(system),
      context: optionalText(context),
      question: textOf(question, 'question'),
      answer: textOf(answer, 'answer'),
    }),
  },
];

/** The fields that a person named. */
const mapped = ({ question, answer, context, system }: ImportMapping): Shape => ({
  name: 'named fields',
  fields: [question, answer, context, system].filter((each) => each !== undefined),
  read: (row) => [
    ...systemOf(system === undefined ? undefined : row[system]),
    {
      role: 'user',
      content: joined(context === undefined ? '' : optionalText(row[context]), textOf(row[question], question)),
    },
    { role: 'assistant', content: textOf(row[answer], answer) },
  ],
  parts: (row) => ({
    system: system === undefined ? '' : optionalText(row[system]),
    context: context === undefined ? '' : optionalText(row[context]),
    question: textOf(row[question], question),
    answer: textOf(row[answer], answer),
  }),
});

/** Names of roles in files, and what they are here. */
const roles: Record<string, Message['role']> = {
  system: 'system',
  user: 'user',
  human: 'user',
  assistant: 'assistant',
  gpt: 'assistant',
  model: 'assistant',
};

function turnsOf(value: unknown, roleField: string, textField: string): Message[] {
  // Some tools store messages as a JSON string, and a table has to.
  const turns = z
    .array(z.record(z.string(), z.unknown()))
    .safeParse(typeof value === 'string' ? tryJson(value) : value);
  if (!turns.success) throw new NoConversation('Its messages are not a list of objects.');
  return turns.data.map((turn, i) => {
    const name = turn[roleField];
    const role = typeof name === 'string' ? roles[name] : undefined;
    if (!role) throw new NoConversation(`Message ${i + 1} has the role ${JSON.stringify(name)}, which is not known.`);
    return { role, content: textOf(turn[textField], `message ${i + 1}`) };
  });
}

function tryJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const sideOf = (value: unknown, role: Message['role']): Message[] =>
  typeof value === 'string' ? [{ role, content: value }] : turnsOf(value, 'role', 'content');

const systemOf = (value: unknown): Message[] =>
  typeof value === 'string' && value.trim() !== '' ? [{ role: 'system', content: value }] : [];

function textOf(value: unknown, name: string): string {
  if (typeof value === 'string') return value;
  throw new NoConversation(`There is no text in “${name}”.`);
}

const optionalText = (value: unknown): string => (typeof value === 'string' ? value : '');

const joined = (first: string, second: unknown): string => {
  const other = optionalText(second);
  return first.trim() === '' || other.trim() === '' ? first + other : `${first}\n\n${other}`;
};
