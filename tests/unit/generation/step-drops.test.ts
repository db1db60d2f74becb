import { describe, expect, it } from 'vitest';
import { StepChain } from '@/taxonomy/generation/pipelines/step-chain';
import type { Prompt } from '@/taxonomy/generation/prompts/prompt';
import { checkRules } from '@/taxonomy/generation/steps/check-rules';
import { spelling } from '@/taxonomy/generation/pipelines/knowledge-views';
import { writeView, type ViewRow } from '@/taxonomy/generation/steps/write-view';
import { judge } from '@/taxonomy/generation/steps/judge';
import { readExplanation, readScore, readVerdict } from '@/taxonomy/generation/steps/read-answer';
import { together, type Step, type StepContext } from '@/taxonomy/generation/steps/step';
import { writeQuestionList } from '@/taxonomy/generation/steps/write-questions';
import { writeQuestionsAndAnswers } from '@/taxonomy/generation/steps/write-questions-and-answers';
import { writeContexts, writeOneAnswer } from '@/taxonomy/generation/steps/write-text';
import type { LeafRules } from '@/taxonomy/generation/rules/rules';
import type { RuleName } from '@/taxonomy/generation/vocabulary-rows';

const prompt: Prompt<object> = {
  name: 'p',
  version: 1,
  text: 'Do it.',
  temperature: 0,
  maxTokens: 9,
  render: () => [],
};
const traced = { scores: [], calls: [] };
/** Of a leaf with exceptions from some rules. */
const withoutRules = (...names: RuleName[]): LeafRules => ({ exempt: new Set(names), seeds: [] });

const saying = (text: string, finishReason: string | null = 'stop'): StepContext => ({
  ask: async () => ({ text, finishReason, callKey: 'key', model: 'm' }),
});

async function run<In, Out>(step: Step<In, Out>, context: StepContext, row: In) {
  const chain = StepChain.start<In>().step(step);
  const { kept, dropped } = await chain.run(row, () => context, new AbortController().signal);
  return { kept: kept.map((each) => each.row), dropped };
}

describe('the rules', () => {
  const step = checkRules<typeof row>({ isContextShown: false });
  const row = {
    ...traced,
    leafRules: withoutRules(),
    context: null,
    question: 'Why?',
    answer: 'I cannot help with that.',
  };
  const nobody = saying('');

  it('drop a row with the rule that it breaks and what is wrong', async () => {
    const { kept, dropped } = await run(step, nobody, row);
    expect(kept).toEqual([]);
    expect(dropped).toMatchObject([
      { reason: 'rule_refusal', detail: 'The answer declines: “I cannot help with that.”', step: 'check-rules' },
    ]);
  });

  it('drop a row once, for the first rule that it breaks', async () => {
    const both = { ...row, answer: 'I cannot help with that. Write to ann@skerry.org.' };
    expect((await run(step, nobody, both)).dropped.map(({ reason }) => reason)).toEqual(['rule_refusal']);
    const { dropped } = await run(step, nobody, { ...both, leafRules: withoutRules('refusal') });
    expect(dropped.map(({ reason }) => reason)).toEqual(['rule_personal_data']);
  });

  it('let a row pass whose leaf or run has switched them off', async () => {
    expect((await run(step, nobody, { ...row, leafRules: withoutRules('refusal') })).kept).toHaveLength(1);
    expect((await run(step, { ...nobody, rulesOff: new Set(['refusal']) }, row)).kept).toHaveLength(1);
    expect((await run(step, { ...nobody, rulesOff: new Set(['echo']) }, row)).kept).toHaveLength(0);
  });
});

describe('the correction of a passage', () => {
  const passage = 'x'.repeat(100);
  const row: ViewRow = {
    ...traced,
    chunkId: 'c1',
    headings: '',
    passage,
    about: passage,
    context: passage,
    documentVariant: 'base_document',
    isAuxiliary: false,
    hasAuxiliary: false,
  };
  const correctSpelling = writeView<ViewRow>(spelling);
  const corrected = (length: number) => saying(`[QUESTION]\nCorrect it.\n[ANSWER]\n${'y'.repeat(length)}\n[END]`);

  it('may have 80 to 125 % of its length', async () => {
    for (const length of [80, 125]) {
      const { kept } = await run(correctSpelling, corrected(length), row);
      expect(kept.map(({ documentVariant }) => documentVariant)).toEqual(['base_document', 'spellcheck']);
    }
  });

  it('is dropped outside of it, with its text and how long it is', async () => {
    for (const length of [79, 126]) {
      const { kept, dropped } = await run(correctSpelling, corrected(length), row);
      expect(kept).toHaveLength(1);
      expect(dropped).toMatchObject([
        { reason: 'altered', detail: expect.stringContaining(`${length} %`), row: { context: 'y'.repeat(length) } },
      ]);
    }
  });

  it('is dropped when the teacher declines, and the passage itself stays', async () => {
    const { kept, dropped } = await run(correctSpelling, saying('[UNANSWERABLE]'), row);
    expect(kept.map(({ context }) => context)).toEqual([passage]);
    expect(dropped).toMatchObject([{ reason: 'refused', detail: 'The teacher declined.' }]);
  });
});

describe('an answer of the teacher', () => {
  const row = { ...traced, question: 'Why?', context: null };
  const answer = writeOneAnswer<typeof row, object>({ label: 'A', prompt, values: () => ({}) });
  const list = writeQuestionList<typeof row, object>({
    label: 'Q',
    prompt,
    values: () => ({}),
    count: () => 2,
    sampling: () => ({}),
  });

  it.each([
    ['[ANSWER] Becau', 'length', 'truncated', /length limit before the answer was complete/],
    ['', 'thinking', 'thought_only', /all its tokens for thinking, twice, and wrote no answer/],
    ['', 'content_filter', 'refused', /content filter withheld/],
    ['Because.', 'stop', 'unparseable', /contains no answer in the requested form/],
  ])('%j that ended with %s says why there is nothing to read', async (text, finish, reason, detail) => {
    const { dropped } = await run(answer, saying(text, finish), row);
    expect(dropped).toMatchObject([{ reason, detail: expect.stringMatching(detail), callKey: 'key' }]);
  });

  it('is whole when it is closed, even at the length limit, or open, but not at the limit', async () => {
    expect((await run(answer, saying('[ANSWER] Because. [END]', 'length'), row)).kept).toHaveLength(1);
    expect((await run(answer, saying('[ANSWER] Because.', 'stop'), row)).kept).toHaveLength(1);
    expect((await run(list, saying('[QUESTION] Who?', 'stop'), row)).kept).toHaveLength(1);
  });

  it('has nothing to ask, or no question in it', async () => {
    const of = async (text: string) => (await run(list, saying(text), row)).dropped[0]?.detail;
    expect(await of('[UNANSWERABLE]')).toBe('The teacher found nothing to ask.');
    expect(await of('Hello.')).toBe('The answer contains no question in the requested form.');
    expect(await of('[QUESTION] [END]')).toBe('A question without text.');
    const { dropped } = await run(list, saying('[QUESTION] Who is the ca', 'length'), row);
    expect(dropped[0]?.detail).toMatch(/before the question was complete/);
  });

  it('has no row too many when it has exactly as many questions as requested', async () => {
    const { kept, dropped } = await run(list, saying('[QUESTION] A? [END] [QUESTION] B? [END]'), row);
    expect(kept).toHaveLength(2);
    expect(dropped).toEqual([]);
  });
});

describe('pairs on a passage', () => {
  const row = {
    ...traced,
    domain: '',
    outline: '',
    exampleContext: '',
    examples: [],
    headings: '',
    about: 'A text.',
    count: 2,
    sampling: {},
  };
  const step = writeQuestionsAndAnswers<typeof row>();
  const pair = (n: number) => `[QUESTION] Q${n}? [ANSWER] A${n}. [END]`;

  it('are no more than requested', async () => {
    const { kept, dropped } = await run(step, saying([1, 2, 3].map(pair).join('\n')), row);
    expect(kept.map(({ question }) => question)).toEqual(['Q1?', 'Q2?']);
    expect(dropped).toMatchObject([{ reason: 'surplus', detail: '1 more than the 2 requested.' }]);
  });

  it('lose only the last one when the answer was cut off', async () => {
    const { kept, dropped } = await run(step, saying(`${pair(1)} [QUESTION] Q2? [ANSWER] A`, 'length'), row);
    expect(kept.map(({ answer }) => answer)).toEqual(['A1.']);
    expect(dropped).toMatchObject([{ reason: 'truncated', row: { text: 'Q2? [ANSWER] A' } }]);
    const open = await run(step, saying('[QUESTION] Q1? [ANSWER] A1.', 'stop'), row);
    expect(open.kept.map(({ answer }) => answer)).toEqual(['A1.']);
  });

  it('are dropped with what is missing', async () => {
    const { dropped } = await run(step, saying('[QUESTION] Q1? [ANSWER] [END]'), row);
    expect(dropped).toMatchObject([{ reason: 'unparseable', detail: expect.stringMatching(/without one answer/) }]);
    expect((await run(step, saying('Hello.'), row)).dropped).toMatchObject([{ reason: 'unparseable' }]);
  });
});

describe('contexts', () => {
  it('are dropped one by one, and the others stay', async () => {
    const step = writeContexts<typeof traced, object>({
      label: 'C',
      prompt,
      values: () => ({}),
      variations: () => [{}, {}, {}],
    });
    const texts = ['[CONTEXT] One. [END]', 'Nothing.', '[UNANSWERABLE]'];
    const context: StepContext = {
      ask: async (_, __, { ordinal = 0 } = {}) => ({
        text: texts[ordinal] ?? '',
        finishReason: 'stop',
        callKey: `${ordinal}`,
        model: 'm',
      }),
    };
    const { kept, dropped } = await run(step, context, traced);
    expect(kept).toMatchObject([{ context: 'One.', ordinal: 0 }]);
    expect(dropped.map(({ reason, callKey }) => `${reason} ${callKey}`)).toEqual(['unparseable 1', 'refused 2']);
  });
});

describe('a judge', () => {
  const row = { ...traced, question: 'Why?' };

  it('says what it gave, and what was needed', async () => {
    const grading = { scale: { from: 1, to: 3 }, atLeast: 2 };
    const step = judge<typeof row, object>({ label: 'J', prompt, values: () => ({}), grading });
    expect((await run(step, saying('Wrong.\nSCORE: 1'), row)).dropped[0]?.detail).toBe(
      'Scored 1 of 3 (3 is best); at least 2 is needed. Wrong.',
    );
    expect((await run(step, saying('Fine.\nSCORE: 2'), row)).kept).toHaveLength(1);
  });

  it('says no, or nothing that can be read', async () => {
    const step = judge<typeof row, object>({ label: 'J', prompt, values: () => ({}), grading: 'verdict' });
    expect((await run(step, saying('Not there.\nVERDICT: NO'), row)).dropped[0]?.detail).toBe(
      'The judge says no. Not there.',
    );
    expect((await run(step, saying('VERDICT: MAYBE'), row)).dropped).toMatchObject([
      { reason: 'unparseable', detail: 'The answer contains no verdict in the requested form.' },
    ]);
  });

  it('is read with blanks around its marks, and with zeros behind its grade', () => {
    const scale = { from: 1, to: 10 };
    expect(readScore('  ** SCORE : 2 ** ', scale)).toBe(2);
    expect(readScore('SCORE: 10', scale)).toBe(10);
    expect(readScore('SCORE: 2.00', scale)).toBe(2);
    expect(readVerdict('  VERDICT: yes  ')).toBe('yes');
  });

  it('is not read from a long line, which is no verdict but a sentence', () => {
    expect(readVerdict(`VERDICT:${' '.repeat(79)}YES`)).toBe('yes');
    expect(readVerdict(`VERDICT:${' '.repeat(80)}YES`)).toBeNull();
  });

  it('explains itself in at most 2,000 characters, without the blanks around them', () => {
    expect(readExplanation(`  ${'x'.repeat(3_000)}  \nVERDICT: YES`)).toBe('x'.repeat(2_000));
  });
});

describe('calls that belong together', () => {
  it('fail with the first failure, when all have ended', async () => {
    const ended: string[] = [];
    const slow = new Promise<void>((resolve) => setTimeout(resolve, 10)).then(() => void ended.push('slow'));
    const failed = Promise.reject(new Error('Too slow.'));
    await expect(together([failed, slow])).rejects.toThrow('Too slow.');
    expect(ended).toEqual(['slow']);
    await expect(together([Promise.resolve('done')])).resolves.toEqual(['done']);
  });
});
