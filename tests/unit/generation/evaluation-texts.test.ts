import { describe, expect, it } from 'vitest';
import { readTexts } from '@/taxonomy/generation/evaluation-sets/read-texts';

async function read(text: string, field?: string) {
  const found: [number, string][] = [];
  const source = (async function* () {
    yield Buffer.from(text);
  })();
  for await (const { line, text: each } of readTexts(source, field)) found.push([line, each]);
  return found;
}

describe('a file of evaluation texts', () => {
  it('has one text per line, without empty ones', async () => {
    expect(await read(' What flies? \n\nWhat swims?\r\n')).toEqual([
      [1, 'What flies?'],
      [3, 'What swims?'],
    ]);
  });

  it('or one in each line of JSON, in a usual field or the one that is named', async () => {
    const lines = '{"question":"Q1","answer":"A1"}\n{"answer":"A2","question":"Q2"}\n{"question":" "}';
    expect(await read(lines)).toEqual([
      [1, 'Q1'],
      [2, 'Q2'],
    ]);
    expect(await read('{"question":"Q1","answer":"A1"}', 'answer')).toEqual([[1, 'A1']]);
    expect(await read('{"prompt":"P"}')).toEqual([[1, 'P']]);
  });

  it('loses characters that cannot be stored, and the rest of a very long text', async () => {
    expect(await read('{"text":"a\\u0000b\\ud800c"}')).toEqual([[1, 'abc']]);
    expect((await read('x'.repeat(30_000)))[0]?.[1]).toHaveLength(20_000);
  });

  it.each([
    ['{"a":1}', undefined, /^Line 1 has none of the usual fields \(question, .*Name the field/],
    ['{"question":"Q"}\n{"question":7}', undefined, /^Line 2 has no text in “question”. It has the fields: question\./],
    ['{"question":"Q"}\noops', undefined, /^Line 2 is not JSON, although the first line is/],
    ['{"question":"Q"}\n[]', undefined, /^Line 2 is JSON, but not an object/],
    ['{"question":"Q"}', 'text', /^Line 1 has no text in “text”/],
    ['[{"question":"Q"}]', undefined, /^Line 1 begins a JSON list/],
    ['id,Question,answer\n1,Q,A', undefined, /^Line 1 looks like the head of a CSV table/],
    ['a'.repeat(1_100_000), undefined, /^Line 1 is longer than 1 MB/],
  ])('is refused with its line', async (text, field, message) => {
    await expect(read(text, field)).rejects.toThrow(message);
  });
});
