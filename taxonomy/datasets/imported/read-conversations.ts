import { z } from 'zod';
import { DomainError } from '../../errors';
import { readLines } from '../../generation/read-lines';
import { stripUnstorable } from '../../text';
import type { ImportMapping } from '../contract-imported';
import type { Message } from '../row-messages';

export type Conversation = { line: number; messages: Message[] };
/** A line that is no conversation, and why. */
export type BadLine = { line: number; problem: string };

const MAX_LINE_BYTES = 4 * 1024 * 1024;

/** Where the parts of a conversation are, in the order in which they are looked for. */
type Shape = { name: string; read: (row: Row) => Message[] };
type Row = Record<string, unknown>;

/**
 * The conversations of a file of JSON lines, in one of the usual shapes or by a mapping of fields. What is not one is
 * given with its line, and the reading goes on.
 *
 * @throws DomainError `invalid` when the first line tells no shape.
 */
export async function* readConversations(
  source: AsyncIterable<Uint8Array>,
  mapping: ImportMapping | null,
): AsyncGenerator<(Conversation & { shape: string }) | BadLine> {
  let shape: Shape | null = mapping && mapped(mapping);
  for await (const { number: line, text } of readLines(source, MAX_LINE_BYTES)) {
    if (text === null) {
      yield { line, problem: `It is longer than ${MAX_LINE_BYTES / 1024 / 1024} MB.` };
      continue;
    }
    try {
      const row = rowIn(text);
      shape ??= shapeOf(row, line);
      yield { line, messages: checked(shape.read(row)), shape: shape.name };
    } catch (error) {
      if (!(error instanceof BadRow)) throw error;
      yield { line, problem: error.message };
    }
  }
}

class BadRow extends Error {}

function rowIn(text: string): Row {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new BadRow('It is not JSON. Send JSON lines: one object in each line.');
  }
  const row = z.record(z.string(), z.unknown()).safeParse(json);
  if (!row.success) throw new BadRow('It is JSON, but not an object with fields.');
  return row.data;
}

function shapeOf(row: Row, line: number): Shape {
  const shape = shapes.find(({ has }) => has(row));
  if (shape) return shape;
  const fields = Object.keys(row).slice(0, 10).join(', ');
  throw new DomainError(
    'invalid',
    `Line ${line} has none of the usual shapes (messages, conversations, prompt and completion, instruction and output, question and answer). It has the fields: ${fields || 'none'}. Name the fields of the question and of the answer.`,
  );
}

const has =
  (...fields: string[]) =>
  (row: Row) =>
    fields.every((field) => row[field] !== undefined);

const shapes: (Shape & { has: (row: Row) => boolean })[] = [
  { name: 'messages', has: has('messages'), read: ({ messages }) => turnsOf(messages, 'role', 'content') },
  {
    name: 'sharegpt',
    has: has('conversations'),
    read: ({ conversations, system }) => [...systemOf(system), ...turnsOf(conversations, 'from', 'value')],
  },
  {
    name: 'prompt and completion',
    has: has('prompt', 'completion'),
    read: ({ prompt, completion }) => [...sideOf(prompt, 'user'), ...sideOf(completion, 'assistant')],
  },
  {
    name: 'alpaca',
    has: has('instruction', 'output'),
    read: ({ instruction, input, output, system }) => [
      ...systemOf(system),
      { role: 'user', content: joined(textOf(instruction, 'instruction'), input) },
      { role: 'assistant', content: textOf(output, 'output') },
    ],
  },
  {
    name: 'question and answer',
    has: has('question', 'answer'),
    read: ({ question, answer, context, system }) => [
      ...systemOf(system),
      { role: 'user', content: joined(optionalText(context), question) },
      { role: 'assistant', content: textOf(answer, 'answer') },
    ],
  },
];

/** The fields that a person named. */
const mapped = ({ question, answer, context, system }: ImportMapping): Shape => ({
  name: 'named fields',
  read: (row) => [
    ...systemOf(system === undefined ? undefined : row[system]),
    {
      role: 'user',
      content: joined(context === undefined ? '' : optionalText(row[context]), textOf(row[question], question)),
    },
    { role: 'assistant', content: textOf(row[answer], answer) },
  ],
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
  // Some tools store messages as a JSON string.
  const turns = z
    .array(z.record(z.string(), z.unknown()))
    .safeParse(typeof value === 'string' ? tryJson(value) : value);
  if (!turns.success) throw new BadRow('Its messages are not a list of objects.');
  return turns.data.map((turn, i) => {
    const name = turn[roleField];
    const role = typeof name === 'string' ? roles[name] : undefined;
    if (!role) throw new BadRow(`Message ${i + 1} has the role ${JSON.stringify(name)}, which is not known.`);
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
  throw new BadRow(`There is no text in “${name}”.`);
}

const optionalText = (value: unknown): string => (typeof value === 'string' ? value : '');

const joined = (first: string, second: unknown): string => {
  const other = optionalText(second);
  return first.trim() === '' || other.trim() === '' ? first + other : `${first}\n\n${other}`;
};

/** A conversation that a model can be trained on: a user speaks first, turns alternate, and nothing is empty. */
function checked(messages: readonly Message[]): Message[] {
  const clean = messages.map(({ role, content }) => ({ role, content: stripUnstorable(content) }));
  const spoken = clean[0]?.role === 'system' ? clean.slice(1) : clean;
  const empty = spoken.findIndex(({ content }) => content.trim() === '');
  if (empty >= 0) throw new BadRow(`Message ${empty + 1} is empty.`);
  const wrong = spoken.findIndex(({ role }, i) => role !== (i % 2 === 0 ? 'user' : 'assistant'));
  if (wrong >= 0)
    throw new BadRow(`Message ${wrong + 1} is of the ${spoken[wrong]?.role}: user and assistant must alternate.`);
  if (spoken.length < 2) throw new BadRow('It has no answer.');
  return spoken.length % 2 === 0 ? clean : clean.slice(0, -1);
}
