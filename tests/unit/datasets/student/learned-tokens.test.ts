import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { learnedTokens, learnedTokensOf } from '@/taxonomy/datasets/student/learned-tokens';
import { openTokenizer, type OpenTokenizer } from '@/taxonomy/datasets/student/open-tokenizer';
import { IGNORED, isFault, type TrainingRow } from '@/taxonomy/datasets/student/row';
import { closeStudent, makeStudent, type Student } from '@/taxonomy/datasets/student/student';
import { templates } from '@/taxonomy/datasets/student/templates';
import { chatTemplate } from '@/taxonomy/datasets/student/templates/chat-template';
import { shippedTemplates } from '@/taxonomy/datasets/vocabulary-student';
import { fileSource, trainTokenizer } from '../../../support/small-tokenizer';

const special = [...new Set(Object.values(templates).flatMap(({ marks }) => marks))];
const texts = [
  'The chickadee sings in the morning, and the answer is the chickadee.',
  'What does the bird sing? It sings.',
];

let tokenizer: OpenTokenizer;
const students = {} as Record<(typeof shippedTemplates)[number], Student>;
beforeAll(async () => {
  tokenizer = await openTokenizer(fileSource(trainTokenizer(texts, special)));
  for (const name of shippedTemplates) students[name] = await makeStudent(tokenizer, templates[name]);
});
afterAll(() => Object.values(students).forEach(closeStudent));

const rowOf = (system: string | null, question: string, answer: string, unmask = false): TrainingRow => ({
  messages: [
    ...(system === null ? [] : [{ role: 'system', content: system }]),
    { role: 'user', content: question },
    { role: 'assistant', content: answer },
  ],
  unmask,
});

/** The texts of each run of learned tokens. */
async function learnedTexts(row: TrainingRow, student: Student): Promise<string[]> {
  const { inputIds, labels } = await learnedTokens(row, student);
  const runs: number[][] = [];
  labels.forEach((label, i) => {
    if (label === IGNORED) return;
    if (i > 0 && labels[i - 1] !== IGNORED) runs.at(-1)!.push(inputIds[i]!);
    else runs.push([inputIds[i]!]);
  });
  return student.tokenizer.decode(runs);
}

describe.each(shippedTemplates)('learned tokens with the template %s', (name) => {
  it('are the answer and the end of its turn, and nothing else', async () => {
    const row = rowOf('Be kind.', 'Which bird sings?', 'The chickadee.');
    expect(await learnedTexts(row, students[name])).toEqual([`The chickadee.${templates[name].endOfTurn}`]);
  });

  it('are with unmask the question too, without the end of its turn, and never the system prompt', async () => {
    const row = rowOf('Be kind.', 'Which bird sings?', 'The chickadee.', true);
    expect(await learnedTexts(row, students[name])).toEqual([
      'Which bird sings?',
      `The chickadee.${templates[name].endOfTurn}`,
    ]);
  });

  it('are all answers of a conversation', async () => {
    const { messages } = rowOf(null, 'Which bird sings?', 'The chickadee.');
    const row = { messages: [...messages, ...messages], unmask: false };
    const answer = `The chickadee.${templates[name].endOfTurn}`;
    expect(await learnedTexts(row, students[name])).toEqual([answer, answer]);
  });
});

const anyText = fc.oneof(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }), fc.constantFrom(...texts));
const anyRow = fc
  .tuple(fc.option(anyText), anyText, anyText, fc.boolean())
  .map(([system, question, answer, unmask]) => rowOf(system, question, answer, unmask));

describe('the tokens of any row', () => {
  it('decode to the rendered text; labels are the same ids or -100; a masked row learns exactly its answer', async () => {
    const rows = fc.sample(anyRow, { numRuns: 300, seed: 8 });
    for (const student of Object.values(students)) {
      const { template, chat } = student;
      const rendered = await template.render(
        rows.map(({ messages }) => messages),
        { addGenerationPrompt: false },
      );
      const read = await learnedTokensOf(rows, student);
      const tokens = read.map((each) => (isFault(each) ? { inputIds: [], labels: [] } : each));
      const whole = await tokenizer.decode(tokens.map(({ inputIds }) => inputIds));
      const learned = await tokenizer.decode(tokens.map(({ labels }) => labels.filter((id) => id !== IGNORED)));
      rows.forEach((row, i) => {
        const [each, text] = [read[i]!, rendered[i]!];
        expect(isFault(each) ? each.fault : '').toBe('');
        const { inputIds, labels } = tokens[i]!;
        // Llama 3 removes spaces that instructlab-training's marks hide from it.
        if (chat !== templates.llama3) expect({ text: whole[i] }).toEqual(text);
        expect(labels).toHaveLength(inputIds.length);
        expect(labels.every((label, at) => label === IGNORED || label === inputIds[at])).toBe(true);
        const [question, answer] = row.messages.slice(-2).map(({ content }) => content);
        expect(learned[i]).toBe(`${row.unmask ? question : ''}${answer}${chat.endOfTurn}`);
      });
    }
  });
});

describe('a row whose bounds are uncertain', () => {
  it('is an error that names the row', async () => {
    const splitsThoughts = chatTemplate({
      label: 'Thoughts',
      template:
        "{% for m in messages %}{{ m['role'] + m['content'].split('</think>')[-1] + '<|im_end|>' }}{% endfor %}",
      endOfTurn: '<|im_end|>',
      marks: [],
    });
    const student = await makeStudent(tokenizer, splitsThoughts);
    const row = rowOf(null, 'Which?', '<think>Hm.</think>The chickadee.');
    await expect(learnedTokens(row, student, 'Row 7')).rejects.toThrow(
      /^Row 7 cannot be turned into tokens: .*message 2/,
    );
    student.template.close();
  });

  it('is refused by a template that wants its roles to alternate', async () => {
    const row = { messages: [{ role: 'assistant', content: 'Hello.' }], unmask: false };
    await expect(learnedTokens(row, students.mistral)).rejects.toThrow(/must alternate/);
  });

  it('has letters that mark bounds', async () => {
    await expect(learnedTokens(rowOf(null, 'What is \u{E0B1}?', 'Nothing.'), students.chatml)).rejects.toThrow(
      /U\+E0B1/,
    );
  });
});

it('a tokenizer that splits the end of a turn cannot be used with the template', async () => {
  const without = await openTokenizer(fileSource(trainTokenizer(texts, ['</s>'])));
  await expect(makeStudent(without, templates.chatml)).rejects.toThrow(/splits <\|im_end\|>.* into \d+ tokens/);
  without.close();
});

it('the built-in tokenizer takes on the marks of any template', async () => {
  const counting = await openTokenizer({ kind: 'cl100k', marks: templates.granite.marks });
  const student = await makeStudent(counting, templates.granite);
  expect(await learnedTexts(rowOf(null, 'Which bird sings?', 'The chickadee.'), student)).toEqual([
    'The chickadee.<|end_of_text|>',
  ]);
  expect(student.splitMarks).toEqual([]);
  closeStudent(student);
});

describe('a file that is no tokenizer', () => {
  it.each([
    ['text', 'hello', /is not JSON/],
    ['a binary file', 'a\0b', /tokenizer\.model has to be converted/],
    ['a tokenizer_config.json', { tokenizer_class: 'LlamaTokenizer' }, /tokenizer\.json that lies beside it/],
    ['other JSON', { hello: 1 }, /no model with a vocabulary/],
    ['an unknown kind of model', { ...trainTokenizer(texts, []), pre_tokenizer: { type: 'Magic' } }, /Magic/],
  ])('such as %s says so', async (_, json, reason) => {
    await expect(openTokenizer(fileSource(json))).rejects.toThrow(reason);
  });
});
