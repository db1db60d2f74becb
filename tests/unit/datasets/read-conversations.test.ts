import { describe, expect, it } from 'vitest';
import { jsonLines } from '@/taxonomy/datasets/imported/json-rows';
import { readConversations } from '@/taxonomy/datasets/imported/read-conversations';
import type { ImportMapping } from '@/taxonomy/datasets/contract-imported';

async function read(lines: readonly (object | string)[], mapping: ImportMapping | null = null) {
  const text = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n');
  async function* source() {
    // In small pieces, as a network sends them.
    for (let i = 0; i < text.length; i += 7) yield Buffer.from(text.slice(i, i + 7));
  }
  const found = [];
  for await (const each of readConversations(jsonLines(source()), mapping)) found.push(each);
  return found;
}

const turns = [
  { role: 'user', content: 'One?' },
  { role: 'assistant', content: 'Yes.' },
];

describe('conversations', () => {
  it.each([
    ['messages', { messages: turns }, turns],
    ['messages', { messages: JSON.stringify(turns), id: 1 }, turns],
    [
      'sharegpt',
      {
        conversations: [
          { from: 'human', value: 'One?' },
          { from: 'gpt', value: 'Yes.' },
        ],
      },
      turns,
    ],
    ['prompt and completion', { prompt: 'One?', completion: 'Yes.' }, turns],
    ['prompt and completion', { prompt: [turns[0]], completion: [turns[1]] }, turns],
    [
      'alpaca',
      { instruction: 'Sum', input: '1 2', output: '3' },
      [
        { role: 'user', content: 'Sum\n\n1 2' },
        { role: 'assistant', content: '3' },
      ],
    ],
    [
      'question and answer',
      { context: 'C', question: 'Q', answer: 'A' },
      [
        { role: 'user', content: 'C\n\nQ' },
        { role: 'assistant', content: 'A' },
      ],
    ],
  ])('are read in the shape of %s: %j', async (shape, line, messages) => {
    expect(await read([line])).toEqual([{ line: 1, shape, messages }]);
  });

  it('can have a system prompt first, and lose a last question without an answer', async () => {
    const system = { role: 'system', content: 'Be kind.' };
    const [first] = await read([{ messages: [system, ...turns, turns[0]] }]);
    expect(first).toMatchObject({ messages: [system, ...turns] });
  });

  it('can be found by names that a person gives', async () => {
    const found = await read([{ q: 'One?', a: 'Yes.', s: 'Be kind.' }], { question: 'q', answer: 'a', system: 's' });
    expect(found).toMatchObject([{ messages: [{ role: 'system', content: 'Be kind.' }, ...turns] }]);
  });

  it('that are none are told by line, and the others are read', async () => {
    const found = await read([
      { messages: turns },
      '{',
      '[1]',
      { messages: [turns[1], turns[0]] },
      { messages: [{ role: 'judge', content: 'x' }] },
      { messages: [{ role: 'user', content: ' ' }, turns[1]] },
      { messages: [turns[0]] },
      { messages: 'none' },
      '',
      { messages: turns },
    ]);
    expect(found.map((each) => [each.line, 'problem' in each ? each.problem : ''])).toEqual([
      [1, ''],
      [2, 'It is not JSON. Send JSON lines: one object in each line.'],
      [3, 'It is JSON, but not an object with fields.'],
      [4, 'Message 1 is of the assistant: user and assistant must alternate.'],
      [5, 'Message 1 has the role "judge", which is not known.'],
      [6, 'Message 1 is empty.'],
      [7, 'It has no answer.'],
      [8, 'Its messages are not a list of objects.'],
      [10, ''],
    ]);
  });

  it('of an unknown shape are refused, with the fields that there are', async () => {
    await expect(read([{ frage: 'x', antwort: 'y' }])).rejects.toThrow(/It has the fields: frage, antwort\. Name/);
  });
});
