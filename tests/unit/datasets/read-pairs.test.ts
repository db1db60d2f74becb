import { describe, expect, it } from 'vitest';
import type { ImportMapping } from '@/taxonomy/datasets/contract-imported';
import { jsonLines } from '@/taxonomy/datasets/imported/json-rows';
import { readPairs } from '@/taxonomy/datasets/imported/read-pairs';

async function read(rows: readonly object[], mapping: ImportMapping | null = null) {
  async function* source() {
    for (const row of rows) yield Buffer.from(`${JSON.stringify(row)}\n`);
  }
  const found = [];
  for await (const each of readPairs(jsonLines(source()), mapping)) found.push(each);
  return found;
}

const user = (content: string) => ({ role: 'user', content });
const assistant = (content: string) => ({ role: 'assistant', content });

describe('questions and answers', () => {
  it.each([
    ['alpaca', { instruction: 'Sum', input: '1 2', output: '3', system: 'Be exact.' }, '1 2', 'Sum', '3', 1, 0],
    ['question and answer', { question: 'Q', answer: 'A', context: '' }, null, 'Q', 'A', 0, 0],
    ['prompt and completion', { prompt: 'Q', completion: 'A' }, null, 'Q', 'A', 0, 0],
    ['messages', { messages: [user('1'), assistant('2'), user('Q'), assistant('A')] }, null, 'Q', 'A', 0, 2],
    [
      'sharegpt',
      { system: 'S', conversations: [{ from: 'human', value: 'Q' }, { from: 'gpt', value: 'A' }] }, // prettier-ignore
      null,
      'Q',
      'A',
      1,
      0, // prettier-ignore
    ],
  ] as const)(
    'are the last ones in the shape of %s',
    async (shape, row, context, question, answer, systemPrompts, earlierMessages) => {
      const pair = { context, question, answer };
      expect(await read([row])).toEqual([{ line: 1, shape, pair, systemPrompts, earlierMessages }]);
    },
  );

  it('are found by names that a person gives, with the context beside', async () => {
    const mapping = { question: 'q', answer: 'a', context: 'c', system: 's' };
    expect(await read([{ q: 'Q', a: 'A', c: 'C', s: 'S' }], mapping)).toMatchObject([
      { pair: { context: 'C', question: 'Q', answer: 'A' }, systemPrompts: 1 },
    ]);
  });

  it('that are none are told by line', async () => {
    const rows = [
      { messages: [user('Q'), assistant('A'), user('Q')] },
      { messages: [assistant('A')] },
      { messages: [user('Q'), assistant('A')] },
    ];
    const problem = 'Its last two messages are not a question and an answer.';
    expect(await read(rows)).toMatchObject([{ line: 1, problem }, { line: 2, problem }, { line: 3 }]);
  });
});
