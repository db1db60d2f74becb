import { describe, expect, it } from 'vitest';
import { Pipeline } from '@/taxonomy/generation/pipelines/pipeline';
import { pipelines } from '@/taxonomy/generation/pipelines';
import type { Prompt } from '@/taxonomy/generation/prompts/prompt';
import type { Answer, StepContext } from '@/taxonomy/generation/steps/step';
import { judge } from '@/taxonomy/generation/steps/judge';
import { writeQuestionList } from '@/taxonomy/generation/steps/write-questions';
import { writeQuestionsAndAnswers } from '@/taxonomy/generation/steps/write-questions-and-answers';
import { writeOneAnswer } from '@/taxonomy/generation/steps/write-text';
import { makeFreeform, makeGrounded, makeKnowledge } from '../../support/seeds-factories';

const prompt: Prompt<object> = { name: 'p', version: 1, temperature: 0, maxTokens: 9, render: () => [] };
const row = { question: 'Why?', context: null, count: 3, scores: [], calls: [] };
const never = new AbortController().signal;

/** A teacher that always says the same. */
const saying = (text: string, finishReason: string | null = 'stop'): StepContext => ({
  ask: async () => ({ text, finishReason, callKey: 'key', model: 'm' }),
});

async function run<Out>(
  step: Parameters<typeof Pipeline.prototype.step<Out>>[0],
  context: StepContext,
  input: object = row,
) {
  const { kept, dropped } = await Pipeline.start<never>('test', 1)
    .step(step)
    .run(input as never, () => context, never);
  return { kept: kept.map((each) => each.row as Record<string, unknown>), dropped };
}

describe('a judge', () => {
  const grading = { scale: { from: 1, to: 3 }, atLeast: 2 };
  const step = judge<typeof row, object>({ label: 'Judged', prompt, values: () => ({}), grading });

  it('keeps a row that is good enough, with the score and what was said', async () => {
    const { kept, dropped } = await run(step, saying('Very good.\nSCORE: 3'));
    expect(kept).toMatchObject([
      {
        scores: [{ step: 'p', label: 'Judged', score: 3, scale: '1 to 3', explanation: 'Very good.', callKey: 'key' }],
        calls: [{ step: 'p', key: 'key', model: 'm' }],
      },
    ]);
    expect(dropped).toEqual([]);
  });

  it('drops a row that is not, with the reason', async () => {
    const { kept, dropped } = await run(step, saying('Wrong.\nSCORE: 1'));
    expect(kept).toEqual([]);
    expect(dropped).toMatchObject([
      { reason: 'judged_bad', detail: expect.stringContaining('Wrong.'), callKey: 'key' },
    ]);
  });

  it.each(['SCORE: 7', 'fine', '', 'SCORE: 3/3'])('drops what it cannot read in %j as unparseable', async (text) => {
    expect((await run(step, saying(text))).dropped).toMatchObject([
      { reason: 'unparseable', row: { question: 'Why?' } },
    ]);
  });

  it('says so when it was cut off or withheld', async () => {
    expect((await run(step, saying('On the one hand', 'length'))).dropped).toMatchObject([{ reason: 'truncated' }]);
    expect((await run(step, saying('', 'content_filter'))).dropped).toMatchObject([{ reason: 'refused' }]);
  });

  it('reads a verdict as it reads a score', async () => {
    const verdict = judge<typeof row, object>({ label: 'J', prompt, values: () => ({}), grading: 'verdict' });
    expect((await run(verdict, saying('So it says.\nVERDICT: YES'))).kept).toMatchObject([
      { scores: [{ score: null }] },
    ]);
    expect((await run(verdict, saying('VERDICT: NO'))).dropped).toMatchObject([{ reason: 'judged_bad' }]);
  });
});

describe('writing questions', () => {
  const step = writeQuestionList<typeof row, object>({
    label: 'Q',
    prompt,
    values: () => ({}),
    count: ({ count }) => count,
    sampling: () => ({}),
  });
  const list = (...texts: string[]) => texts.map((text) => `[QUESTION]\n${text}\n[END]`).join('\n');

  it('makes a row of each', async () => {
    const { kept } = await run(step, saying(list('One?', 'Two?')));
    expect(kept.map(({ question }) => question)).toEqual(['One?', 'Two?']);
  });

  it('drops one that repeats another, however it is spaced', async () => {
    const { kept, dropped } = await run(step, saying(list('One thing?', 'ONE   thing?')));
    expect(kept).toHaveLength(1);
    expect(dropped).toMatchObject([{ reason: 'duplicate', row: { question: 'ONE   thing?' } }]);
  });

  it('drops those that nobody asked for, as one', async () => {
    const { kept, dropped } = await run(step, saying(list('1', '2', '3', '4', '5')));
    expect(kept).toHaveLength(3);
    expect(dropped).toMatchObject([{ reason: 'surplus', detail: '2 more than the 3 asked for.' }]);
  });

  it('drops the one that was cut off, and keeps those before it', async () => {
    const { kept, dropped } = await run(step, saying('[QUESTION] One? [END] [QUESTION] Tw', 'length'));
    expect(kept).toHaveLength(1);
    expect(dropped).toMatchObject([{ reason: 'truncated', row: { question: 'Tw' } }]);
  });

  it.each([
    ['I cannot do that.', 'unparseable'],
    ['[UNANSWERABLE]', 'refused'],
    ['[QUESTION]\n\n[END]', 'unparseable'],
  ])('tells %j as %s', async (text, reason) => {
    expect((await run(step, saying(text))).dropped).toMatchObject([{ reason }]);
  });
});

describe('writing an answer', () => {
  const step = writeOneAnswer<typeof row, object>({ label: 'A', prompt, values: () => ({}) });

  it('takes what stands between the tags', async () => {
    expect((await run(step, saying('Of course.\n[ANSWER]\nBecause.\n[END]'))).kept).toMatchObject([
      { answer: 'Because.' },
    ]);
  });

  it.each([
    ['Because.', 'stop', 'unparseable'],
    ['[ANSWER]\n[END]', 'stop', 'unparseable'],
    ['[ANSWER]\nBecau', 'length', 'truncated'],
    ['[UNANSWERABLE]', 'stop', 'refused'],
  ])('drops %j (%s) as %s', async (text, finish, reason) => {
    expect((await run(step, saying(text, finish))).dropped).toMatchObject([{ reason }]);
  });
});

describe('writing pairs', () => {
  const passage = { ...row, domain: '', outline: '', exampleContext: '', examples: [], context: 'Text.' };

  it('makes a row of each pair and drops halves with their text', async () => {
    const text = '[QUESTION]Q1[ANSWER]A1[END][QUESTION]Q2[END]';
    const { kept, dropped } = await run(writeQuestionsAndAnswers<typeof passage>(), saying(text), passage);
    expect(kept).toMatchObject([{ question: 'Q1', answer: 'A1' }]);
    expect(dropped).toMatchObject([{ reason: 'unparseable', row: { text: 'Q2' } }]);
  });
});

describe('the plan of a leaf', () => {
  const options = { target: null, runSeed: '1', leafId: 'leaf', chunkIds: ['c1', 'c2'] };
  const total = (items: { count: number }[]) => items.reduce((sum, { count }) => sum + count, 0);

  it("takes the method's numbers: each seed once, thirty questions", () => {
    const items = pipelines.freeform.plan(makeFreeform() as never, options);
    expect(new Set(items.map(({ seedIds }) => seedIds[0]))).toEqual(new Set(['s1', 's2', 's3', 's4', 's5']));
    expect(items.every(({ count, round, seedIds }) => count === 30 && round === 0 && seedIds.length === 1)).toBe(true);
  });

  it.each([1, 3, 7, 30, 151, 1_000])('asks for %i in all when that is the target', (target) => {
    const content = makeFreeform() as never;
    expect(total(pipelines.freeform.plan(content, { ...options, target }))).toBe(target);
    expect(total(pipelines.grounded.plan(makeGrounded() as never, { ...options, target }))).toBe(target);
  });

  it('shows later rounds of a seed other seeds of the leaf too, and samples them warmer', () => {
    const content = makeFreeform() as never;
    const later = pipelines.freeform.plan(content, { ...options, target: 300 }).filter(({ round }) => round === 1);
    expect(later).toHaveLength(5);
    for (const item of later) expect(new Set(item.seedIds).size).toBe(3);
    const { sampling } = pipelines.freeform.rowOf(content, later[0]!, options, null);
    expect(sampling).toMatchObject({ temperature: 0.7, seed: expect.any(Number) });
  });

  it('draws the same for the same random seed, and another for another', () => {
    const content = makeFreeform() as never;
    const order = (runSeed: string) =>
      pipelines.freeform.plan(content, { ...options, runSeed }).map((item) => item.seedIds);
    expect(order('a')).toEqual(order('a'));
    expect(['b', 'c', 'd', 'e'].some((seed) => JSON.stringify(order(seed)) !== JSON.stringify(order('a')))).toBe(true);
  });

  it('asks on every passage with every seed, seed by seed, and on fewer when fewer are wanted', () => {
    const content = makeKnowledge() as never;
    const items = pipelines.knowledge.plan(content, options);
    expect(items.map(({ seedIds, chunkId }) => `${seedIds[0]} ${chunkId}`).slice(0, 3)).toEqual([
      's1 c1',
      's1 c2',
      's2 c1',
    ]);
    expect(items).toHaveLength(10);
    expect(pipelines.knowledge.plan(content, { ...options, target: 12 }).map(({ count }) => count)).toEqual([5, 1]);
  });

  it('uses the same three example pairs of a seed for every passage', () => {
    const content = makeKnowledge() as never;
    const rows = pipelines.knowledge
      .plan(content, options)
      .map((input) =>
        pipelines.knowledge.rowOf(content, input, options, { chunkId: input.chunkId!, text: input.chunkId! }),
      );
    expect(rows[0]!.examples).toHaveLength(3);
    expect(rows[0]!.examples).toEqual(rows[1]!.examples);
  });

  it('fails an item whose passage is gone, with the remedy', () => {
    const content = makeKnowledge() as never;
    const [input] = pipelines.knowledge.plan(content, options);
    expect(() => pipelines.knowledge.rowOf(content, input!, options, null)).toThrow(/passage is gone.*new run/s);
  });
});

describe('the three pipelines', () => {
  /** A teacher that does all that is asked, in the right form. */
  const able = (calls: string[]): StepContext => ({
    ask: async <Values>({ name }: Prompt<Values>, _: Values, options: { ordinal?: number } = {}): Promise<Answer> => {
      calls.push(name);
      const n = calls.length;
      const texts: Record<string, string> = {
        'write-context': `[CONTEXT] Text ${options.ordinal}. [END]`,
        'correct-spelling': '[TEXT] A corrected passage. [END]',
        'write-questions-and-answers': `[QUESTION] Q${n}? [ANSWER] A${n}. [END]`,
      };
      const judged = name === 'judge-faithfulness' ? 'VERDICT: YES' : `SCORE: ${/pair|relevancy/.test(name) ? 2 : 1}`;
      const written = name.includes('questions') ? `[QUESTION] Q${n}? [END]` : `[ANSWER] A${n}. [END]`;
      const text = texts[name] ?? (name.startsWith('judge') ? judged : written);
      return { text, finishReason: 'stop', callKey: `${name} ${n}`, model: 'm' };
    },
  });
  const key = { runSeed: '1', leafId: 'leaf' };

  it('freeform: question, judge, answer, judge', async () => {
    const calls: string[] = [];
    const content = makeFreeform() as never;
    const input = { seedIds: ['s1'], chunkId: null, count: 30, round: 0 };
    const rowIn = pipelines.freeform.rowOf(content, input, key, null);
    const { kept } = await pipelines.freeform.pipeline.run(rowIn, () => able(calls), never);
    expect(calls).toEqual(['write-questions', 'judge-question', 'write-answer', 'judge-pair']);
    expect(kept).toMatchObject([
      { row: { context: null, question: 'Q1?', answer: 'A3.', scores: [{ score: 1 }, { score: 2 }] } },
    ]);
    expect(kept[0]!.row.calls.map(({ step }) => step)).toEqual(calls);
  });

  it('grounded: ten contexts, questions on each', async () => {
    const calls: string[] = [];
    const content = makeGrounded() as never;
    const input = { seedIds: ['s1'], chunkId: null, count: 30, round: 0 };
    const rowIn = pipelines.grounded.rowOf(content, input, key, null);
    const { kept } = await pipelines.grounded.pipeline.run(rowIn, () => able(calls), never);
    expect(calls.filter((name) => name === 'write-context')).toHaveLength(10);
    expect(kept).toHaveLength(10);
    expect(new Set(kept.map(({ row: each }) => each.context)).size).toBe(10);
  });

  it('knowledge: the passage as it stands and corrected, three judges', async () => {
    const calls: string[] = [];
    const content = makeKnowledge() as never;
    const input = { seedIds: ['s1'], chunkId: 'c1', count: 5, round: 0 };
    const rowIn = pipelines.knowledge.rowOf(content, input, key, { chunkId: 'c1', text: 'A corected pasage.' });
    const { kept } = await pipelines.knowledge.pipeline.run(rowIn, () => able(calls), never);
    expect(kept.map(({ row: each }) => each.documentVariant)).toEqual(['base_document', 'spellcheck']);
    expect(kept.map(({ row: each }) => each.context)).toEqual(['A corected pasage.', 'A corrected passage.']);
    expect(kept[0]!.row.scores.map(({ scale }) => scale)).toEqual(['yes or no', '0 to 2', '0 to 1']);
  });

  it.each([
    ['cuts it short', 'A corrected'],
    ['goes on by itself', 'A corrected passage. And then the teacher told of something else.'],
    ['changes nothing', 'a corected  pasage.', 'unchanged'],
  ])('knowledge: a correction that %s is dropped', async (_, text, reason = 'altered') => {
    const content = makeKnowledge() as never;
    const input = { seedIds: ['s1'], chunkId: 'c1', count: 5, round: 0 };
    const rowIn = pipelines.knowledge.rowOf(content, input, key, { chunkId: 'c1', text: 'A corected pasage.' });
    const wordy = able([]);
    const teacher: StepContext = {
      ask: (prompt, values, options) =>
        prompt.name === 'correct-spelling'
          ? Promise.resolve({ text: `[TEXT]\n${text}\n[END]`, finishReason: 'stop', callKey: 'k', model: 'm' })
          : wordy.ask(prompt, values, options),
    };
    const { kept, dropped } = await pipelines.knowledge.pipeline.run(rowIn, () => teacher, never);
    expect(kept.map(({ row: each }) => each.documentVariant)).toEqual(['base_document']);
    expect(dropped).toMatchObject([{ reason }]);
  });
});
