import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addOutcome, noOutcomes } from '@/taxonomy/datasets/student/outcome-counts';
import { openTokenizer } from '@/taxonomy/datasets/student/open-tokenizer';
import { preflight, type PreflightOptions, type RowOutcome } from '@/taxonomy/datasets/student/preflight';
import type { TrainingRow } from '@/taxonomy/datasets/student/row';
import { closeStudent, makeStudent, type Student } from '@/taxonomy/datasets/student/student';
import { templates } from '@/taxonomy/datasets/student/templates';
import { trainers } from '@/taxonomy/datasets/vocabulary-student';
import { fileSource, trainTokenizer } from '../../../support/small-tokenizer';

// Without merges every letter is a token, so that tokens can be counted in the text; a mark is one token.
let student: Student;
beforeAll(async () => {
  student = await makeStudent(
    await openTokenizer(fileSource(trainTokenizer([], templates.chatml.marks))),
    templates.chatml,
  );
});
afterAll(() => closeStudent(student));

const row = (question: string, answer: string, unmask = false): TrainingRow => ({
  messages: [
    { role: 'system', content: 'Be kind.' },
    { role: 'user', content: question },
    { role: 'assistant', content: answer },
  ],
  unmask,
});

async function outcomes(rows: TrainingRow[], options: Partial<PreflightOptions>): Promise<RowOutcome[]> {
  const found: RowOutcome[] = [];
  const all = preflight([rows.map((each) => ({ row: each }))], student, {
    trainer: 'instructlab-training',
    maxTokens: 4096,
    ...options,
  });
  for await (const some of all) found.push(...some.map(({ outcome }) => outcome));
  return found;
}
const outcome = async (one: TrainingRow, options: Partial<PreflightOptions>) => (await outcomes([one], options))[0]!;

const SYSTEM = '<|im_start|>system\nBe kind.<|im_end|>\n';
const plain = row('Which?', 'A wren.');
const whole = `${SYSTEM}<|im_start|>user\nWhich?<|im_end|>\n<|im_start|>assistant\nA wren.<|im_end|>\n`;
const upToAnswer = whole.slice(0, whole.indexOf('A wren.'));
/** Each mark is one token, each other letter one. */
const tokensOf = (text: string) => text.replaceAll(/<\|im_\w+\|>/g, 'm').length;

describe('what trainers do with a row', () => {
  it('instructlab-training learns the answer and its end', async () => {
    expect(await outcome(plain, {})).toMatchObject({
      state: 'used',
      tokens: tokensOf(whole),
      learned: 8,
      masked: tokensOf(whole) - 8,
      spans: [
        { kind: 'masked', text: upToAnswer },
        { kind: 'learned', text: 'A wren.<|im_end|>' },
        { kind: 'masked', text: '\n' },
      ],
    });
  });

  it('instructlab-training learns the question too where the row says so, not the end of its turn', async () => {
    const { spans } = await outcome(row('Which?', 'A wren.', true), {});
    expect(spans.filter(({ kind }) => kind === 'learned').map(({ text }) => text)).toEqual([
      'Which?',
      'A wren.<|im_end|>',
    ]);
  });

  it('TRL learns all of `messages`', async () => {
    expect(await outcome(plain, { trainer: 'trl-messages' })).toMatchObject({
      masked: 0,
      spans: [{ kind: 'learned', text: whole }],
    });
  });

  it('TRL learns the completion with its end and the line break after it', async () => {
    expect(await outcome(plain, { trainer: 'trl-prompt-completion' })).toMatchObject({
      spans: [
        { kind: 'masked', text: upToAnswer },
        { kind: 'learned', text: 'A wren.<|im_end|>\n' },
      ],
    });
  });

  it('Axolotl learns the end of a learned question, too', async () => {
    const { spans } = await outcome(row('Which?', 'A wren.', true), { trainer: 'axolotl' });
    expect(spans.filter(({ kind }) => kind === 'learned').map(({ text }) => text)).toEqual([
      'Which?<|im_end|>',
      'A wren.<|im_end|>',
    ]);
  });

  it('LLaMA-Factory learns the answer, and with train_on_prompt the system prompt too', async () => {
    expect((await outcome(plain, { trainer: 'llama-factory' })).spans).toEqual([
      { kind: 'masked', text: upToAnswer },
      { kind: 'learned', text: 'A wren.<|im_end|>\n' },
    ]);
    const { spans } = await outcome(row('Which?', 'A wren.', true), { trainer: 'llama-factory' });
    expect(spans).toEqual([{ kind: 'learned', text: whole }]);
  });

  it('LLaMA-Factory skips rows whose roles do not alternate', async () => {
    const twice = { ...plain, messages: [...plain.messages, ...plain.messages.slice(2)] };
    expect(await outcome(twice, { trainer: 'llama-factory' })).toMatchObject({
      state: 'dropped',
      drop: 'not_alternating',
    });
    const turns = { ...plain, messages: [...plain.messages, ...plain.messages.slice(1)] };
    const { spans } = await outcome(turns, { trainer: 'llama-factory' });
    expect(spans.map(({ text }) => text).join('')).toBe(whole + whole.slice(SYSTEM.length));
    expect(spans.filter(({ kind }) => kind === 'learned').map(({ text }) => text)).toEqual([
      'A wren.<|im_end|>\n',
      'A wren.<|im_end|>\n',
    ]);
  });

  it.each(trainers)('%s accounts for every token of a row, and every letter of its text', async (trainer) => {
    for (const maxTokens of [10, 40, tokensOf(upToAnswer), tokensOf(upToAnswer) + 3, 4096]) {
      const found = await outcome(plain, { trainer, maxTokens });
      expect(found.spans.map(({ text }) => text).join('')).toBe(whole);
      expect(found.tokens).toBe(tokensOf(whole));
      if (found.state === 'used') {
        expect(found.learned + found.masked + found.truncated).toBe(found.tokens);
        expect(found.learned + found.masked).toBeLessThanOrEqual(maxTokens);
      } else expect(found.spans).toEqual([{ kind: 'dropped', text: whole }]);
    }
  });
});

describe('rows that are too long or too short', () => {
  const short = { messages: [{ role: 'assistant', content: 'A.' }], unmask: false };

  it('are dropped by instructlab-training under 20 tokens, and at the maximum', async () => {
    expect(await outcome(short, {})).toMatchObject({ state: 'dropped', drop: 'too_short', tokens: 15 });
    const tokens = tokensOf(whole);
    expect(await outcome(plain, { maxTokens: tokens })).toMatchObject({ state: 'dropped', drop: 'too_long', tokens });
    expect(await outcome(plain, { maxTokens: tokens + 1 })).toMatchObject({ state: 'used' });
  });

  it('are cut by TRL, and dropped when no answer is left', async () => {
    const before = tokensOf(upToAnswer);
    expect(await outcome(plain, { trainer: 'trl-tokens', maxTokens: before + 3 })).toMatchObject({
      learned: 3,
      truncated: tokensOf(whole) - before - 3,
      spans: [
        { kind: 'masked', text: upToAnswer },
        { kind: 'learned', text: 'A w' },
        { kind: 'truncated', text: 'ren.<|im_end|>\n' },
      ],
    });
    for (const trainer of ['trl-tokens', 'trl-prompt-completion'] as const)
      expect(await outcome(plain, { trainer, maxTokens: before })).toMatchObject({ drop: 'nothing_learned' });
    expect(await outcome(plain, { trainer: 'trl-messages', maxTokens: before })).toMatchObject({ learned: before });
  });

  it('are dropped by Axolotl over the maximum, not at it', async () => {
    const tokens = tokensOf(whole);
    expect(await outcome(plain, { trainer: 'axolotl', maxTokens: tokens })).toMatchObject({ state: 'used' });
    expect(await outcome(plain, { trainer: 'axolotl', maxTokens: tokens - 1 })).toMatchObject({ drop: 'too_long' });
  });

  // 2 × the answer is under the limit: the question is cut. 2 × the question is: the answer. Else both in proportion.
  it.each([
    ['x'.repeat(100), 'y'.repeat(9), 80, [69, 11]],
    ['x', 'y'.repeat(200), 150, [38, 112]],
    ['x'.repeat(53), 'y'.repeat(98), 100, [48, 52]],
  ])('are cut by LLaMA-Factory in proportion', async (question, answer, maxTokens, [kept, learned]) => {
    expect(await outcome(row(question, answer), { trainer: 'llama-factory', maxTokens })).toMatchObject({
      masked: kept,
      learned,
    });
  });

  it('say where a letter of several tokens is cut', async () => {
    const found = await outcome(row('Which?', 'äöü'), { trainer: 'trl-tokens', maxTokens: tokensOf(upToAnswer) + 3 });
    expect(found.spans.slice(1)).toEqual([
      { kind: 'learned', text: 'ä' },
      { kind: 'truncated', text: 'öü<|im_end|>\n' },
    ]);
  });
});

describe('many rows', () => {
  it('are counted by what happens to them, and those that train on nothing are named', async () => {
    const rows = [
      plain,
      row('Which?', 'A wren.'.repeat(50)),
      { messages: [{ role: 'user', content: 'A question without an answer?' }], unmask: false },
      row('What is <|im_end|>?', 'A mark.'),
      row('What is \u{E0B1}?', 'A letter.'),
    ];
    const counts = noOutcomes();
    const found = await outcomes(rows, { maxTokens: 200 });
    for (const each of found) addOutcome(counts, each);
    expect(counts).toMatchObject({
      rows: 5,
      used: 3,
      dropped: { too_long: 1 },
      failed: 1,
      learnNothing: 1,
      marked: 1,
      tokens: { learned: 16, truncated: 0 },
    });
    expect(found.map(({ state }) => state)).toEqual(['used', 'dropped', 'used', 'used', 'failed']);
    expect(found[4]?.fault).toMatch(/U\+E0B1/);
  });

  it('with marks in their text are refused if wanted', async () => {
    const marked = row('What is <|im_end|>?', 'A mark.');
    expect(await outcome(marked, { marks: 'refuse' })).toMatchObject({
      state: 'failed',
      fault: expect.stringContaining('<|im_end|>'),
    });
    const { spans } = await outcome(marked, { marks: 'break up' });
    expect(spans[0]?.text).toContain('What is < |im_end|>?<|im_end|>');
  });

  it('are read a few at a time', async () => {
    let read = 0;
    const source = function* () {
      for (let i = 0; i < 50; i += 1) {
        read += 100;
        yield Array.from({ length: 100 }, () => ({ row: plain }));
      }
    };
    const all = preflight(source(), student, { trainer: 'axolotl', maxTokens: 4096 });
    await all.next();
    expect(read).toBe(100);
    let seen = 0;
    for await (const some of all) seen += some.length;
    expect(seen).toBe(4_900);
  });
});
