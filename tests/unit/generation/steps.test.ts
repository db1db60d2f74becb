import { describe, expect, it } from 'vitest';
import { StepChain } from '@/taxonomy/generation/pipelines/step-chain';
import type { ItemInput, OpenItem } from '@/taxonomy/generation/pipelines/define-pipeline';
import { pipelineFor, pipelineNamed, pipelines } from '@/taxonomy/generation/pipelines/registry';
import { freeform } from '@/taxonomy/generation/pipelines/freeform';
import { grounded } from '@/taxonomy/generation/pipelines/grounded';
import { knowledge } from '@/taxonomy/generation/pipelines/knowledge';
import type { Prompt } from '@/taxonomy/generation/prompts/prompt';
import type { Answer, AskOptions, StepContext } from '@/taxonomy/generation/steps/step';
import { judge } from '@/taxonomy/generation/steps/judge';
import { checkSafety } from '@/taxonomy/generation/steps/judge-safety';
import { writeQuestionList } from '@/taxonomy/generation/steps/write-questions';
import { writeQuestionsAndAnswers } from '@/taxonomy/generation/steps/write-questions-and-answers';
import { writeOneAnswer } from '@/taxonomy/generation/steps/write-text';
import { makeFreeform, makeGrounded, makeKnowledge } from '../../support/seeds-factories';

const prompt: Prompt<object> = {
  name: 'p',
  version: 1,
  text: 'Do it.',
  temperature: 0,
  maxTokens: 9,
  render: () => [],
};
const row = { question: 'Why?', context: null, count: 3, scores: [], calls: [] };
const never = new AbortController().signal;

/** A teacher that always gives the same answer. */
const saying = (text: string, finishReason: string | null = 'stop'): StepContext => ({
  ask: async () => ({ text, finishReason, callKey: 'key', model: 'm' }),
});

async function run<Out>(
  step: Parameters<typeof StepChain.prototype.step<Out>>[0],
  context: StepContext,
  input: object = row,
) {
  const { kept, dropped } = await StepChain.start<never>()
    .step(step)
    .run(input as never, () => context, never);
  return { kept: kept.map((each) => each.row as Record<string, unknown>), dropped };
}

describe('a judge', () => {
  const grading = { scale: { from: 1, to: 3 }, atLeast: 2 };
  const step = judge<typeof row, object>({ label: 'Judged', prompt, values: () => ({}), grading });

  it('keeps a row that is good enough, with its score and explanation', async () => {
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
      {
        reason: 'judged_bad',
        detail: expect.stringContaining('Wrong.'),
        callKey: 'key',
        row: { question: 'Why?', scores: [{ step: 'p', score: 1, scale: '1 to 3', explanation: 'Wrong.' }] },
      },
    ]);
  });

  it('leaves what earlier judges said with a row that a later one drops', async () => {
    const earlier = { step: 'first', label: 'First', score: 1, scale: '0 to 1', explanation: 'Fine.', callKey: 'k' };
    const { dropped } = await run(step, saying('Wrong.\nSCORE: 1'), { ...row, scores: [earlier] });
    expect(dropped[0]?.row).toMatchObject({ scores: [earlier, { step: 'p', score: 1 }] });
    const { dropped: unread } = await run(step, saying('Hm.'), { ...row, scores: [earlier] });
    expect(unread[0]?.row).toMatchObject({ scores: [earlier] });
  });

  it.each(['SCORE: 7', 'fine', '', 'SCORE: 3/3'])('drops the unreadable %j as unparseable', async (text) => {
    expect((await run(step, saying(text))).dropped).toMatchObject([
      { reason: 'unparseable', row: { question: 'Why?' } },
    ]);
  });

  it('says so when its answer was cut off or withheld', async () => {
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

  it('makes a row from each', async () => {
    const { kept } = await run(step, saying(list('One?', 'Two?')));
    expect(kept.map(({ question }) => question)).toEqual(['One?', 'Two?']);
  });

  it('drops one that repeats another, whatever its spacing', async () => {
    const { kept, dropped } = await run(step, saying(list('One thing?', 'ONE   thing?')));
    expect(kept).toHaveLength(1);
    expect(dropped).toMatchObject([{ reason: 'duplicate', row: { question: 'ONE   thing?' } }]);
  });

  it('drops those beyond the requested number, as one entry', async () => {
    const { kept, dropped } = await run(step, saying(list('1', '2', '3', '4', '5')));
    expect(kept).toHaveLength(3);
    expect(dropped).toMatchObject([{ reason: 'surplus', detail: '2 more than the 3 requested.' }]);
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
  ])('reports %j as %s', async (text, reason) => {
    expect((await run(step, saying(text))).dropped).toMatchObject([{ reason }]);
  });
});

describe('writing an answer', () => {
  const step = writeOneAnswer<typeof row, object>({ label: 'A', prompt, values: () => ({}) });

  it('takes the text between the tags', async () => {
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
  const passage = {
    ...row,
    domain: '',
    outline: '',
    exampleContext: '',
    examples: [],
    headings: '',
    context: 'Text.',
    sampling: {},
  };

  it('makes a row from each pair, and drops incomplete ones with their text', async () => {
    const text = '[QUESTION]Q1[ANSWER]A1[END][QUESTION]Q2[END]';
    const { kept, dropped } = await run(writeQuestionsAndAnswers<typeof passage>(), saying(text), passage);
    expect(kept).toMatchObject([{ question: 'Q1', answer: 'A1' }]);
    expect(dropped).toMatchObject([{ reason: 'unparseable', row: { text: 'Q2' } }]);
  });
});

describe('the plan of a leaf', () => {
  const tokens = { seed: 50, passage: 200 };
  const options = { target: null, firstRound: 0, runSeed: '1', leafId: 'leaf', chunkIds: ['c1', 'c2'], tokens };
  const inputs = (items: { input: ItemInput }[]) => items.map(({ input }) => input);
  const total = (items: { input: ItemInput }[]) => inputs(items).reduce((sum, { count }) => sum + count, 0);

  /** The request of an item's first call. */
  async function firstCall(open: OpenItem) {
    const calls: { values: unknown; options: AskOptions }[] = [];
    const context: StepContext = {
      ask: (_, values, given = {}) => {
        calls.push({ values, options: given });
        return Promise.reject(new Error('no answer'));
      },
    };
    await open(() => context, never).catch(() => undefined);
    return calls[0];
  }

  it("uses LAB's default: each seed once, thirty questions", () => {
    const items = inputs(freeform.plan(makeFreeform(), options));
    expect(new Set(items.map(({ seedIds }) => seedIds[0]))).toEqual(new Set(['s1', 's2', 's3', 's4', 's5']));
    expect(items.every(({ count, round, seedIds }) => count === 30 && round === 0 && seedIds.length === 1)).toBe(true);
  });

  it.each([1, 3, 7, 30, 151, 1_000])('asks for %i in total when that is the target', (target) => {
    expect(total(freeform.plan(makeFreeform(), { ...options, target }))).toBe(target);
    expect(total(grounded.plan(makeGrounded(), { ...options, target }))).toBe(target);
  });

  it('shows other seeds of the leaf in later rounds of a seed, and samples warmer', async () => {
    const content = makeFreeform();
    const later = inputs(freeform.plan(content, { ...options, target: 300 })).filter(({ round }) => round === 1);
    expect(later).toHaveLength(5);
    for (const item of later) expect(new Set(item.seedIds).size).toBe(3);
    const call = await firstCall(freeform.open(content, later[0]!, options, null));
    expect(call?.options).toMatchObject({ temperature: 0.7, seed: expect.any(Number) });
  });

  it('starts a run that continues another one at the first round that was not asked', async () => {
    const more = { ...options, target: 10, firstRound: 2 };
    for (const [pipeline, content] of [
      [freeform, makeFreeform()],
      [grounded, makeGrounded()],
      [knowledge, makeKnowledge()],
    ] as const) {
      expect(new Set(inputs(pipeline.plan(content, more)).map(({ round }) => round))).toEqual(new Set([2]));
    }
    const content = makeKnowledge();
    const [input] = inputs(knowledge.plan(content, more));
    expect(input?.seedIds).toEqual(['s3']);
    const pairs = { ...input!, chunkId: 'c1' };
    const open = knowledge.open(content, pairs, options, { chunkId: 'c1', headings: [], text: 'A passage.' });
    const asked: AskOptions[] = [];
    await open(
      () => ({
        ask: ({ name }, _, given = {}) => {
          if (name === 'write-questions-and-answers') asked.push(given);
          return Promise.reject(new Error('no answer'));
        },
      }),
      never,
    ).catch(() => undefined);
    expect(asked[0]).toMatchObject({ temperature: 0.7, seed: expect.any(Number) });
  });

  it('draws the same for the same random seed, and differently for another', () => {
    const content = makeFreeform();
    const order = (runSeed: string) =>
      inputs(freeform.plan(content, { ...options, runSeed })).map((item) => item.seedIds);
    expect(order('a')).toEqual(order('a'));
    expect(['b', 'c', 'd', 'e'].some((seed) => JSON.stringify(order(seed)) !== JSON.stringify(order('a')))).toBe(true);
  });

  it('asks about every passage with every seed, seed by seed, and about fewer when fewer are wanted', () => {
    const content = makeKnowledge();
    const items = inputs(knowledge.plan(content, options));
    expect(items.map(({ seedIds, chunkId }) => `${seedIds[0]} ${chunkId}`).slice(0, 3)).toEqual([
      's1 c1',
      's1 c2',
      's2 c1',
    ]);
    expect(items).toHaveLength(10);
    expect(inputs(knowledge.plan(content, { ...options, target: 12 })).map(({ count }) => count)).toEqual([5, 1]);
  });

  it('uses the same three example pairs of a seed for every passage', async () => {
    const content = makeKnowledge();
    const examples: unknown[] = [];
    for (const input of inputs(knowledge.plan(content, options)).slice(0, 2)) {
      const open = knowledge.open(content, input, options, {
        chunkId: input.chunkId!,
        headings: [],
        text: input.chunkId!,
      });
      const context: StepContext = {
        ask: (_, values) => {
          if (typeof values === 'object' && values !== null && 'examples' in values) examples.push(values.examples);
          return Promise.reject(new Error('no answer'));
        },
      };
      await open(() => context, never).catch(() => undefined);
    }
    expect(examples[0]).toHaveLength(3);
    expect(examples[0]).toEqual(examples[1]);
  });

  it('fails an item with a deleted passage and names the remedy', () => {
    const content = makeKnowledge();
    const [input] = inputs(knowledge.plan(content, options));
    expect(() => knowledge.open(content, input!, options, null)).toThrow(/passage is gone.*new run/s);
  });

  it('refuses a kind of leaf that the pipeline does not work on', () => {
    expect(() => knowledge.plan(makeFreeform(), options)).toThrow(/does not work on freeform leaves/);
    expect(pipelineFor('grounded')).toBe(grounded);
    expect(pipelineNamed('knowledge')).toBe(knowledge);
    expect(() => pipelineNamed('gone')).toThrow(/no pipeline “gone”/);
  });
});

describe('the safety check', () => {
  const pair = { ...row, answer: 'Because.', context: 'A text.' };
  const step = checkSafety<typeof pair>(({ context }) => context);

  it('keeps a row without harm, with what the judge said', async () => {
    const { kept } = await run(step, saying('Harmless.\nVERDICT: SAFE'), pair);
    expect(kept).toMatchObject([
      { scores: [{ step: 'judge-safety', score: null, scale: 'safe or not', explanation: 'Harmless.' }] },
    ]);
  });

  it('drops a harmful row, and names each category', async () => {
    const { kept, dropped } = await run(step, saying('It gives an address.\nVERDICT: PERSONAL DATA, HATE'), pair);
    expect(kept).toEqual([]);
    expect(dropped).toMatchObject([
      {
        reason: 'unsafe_hate',
        detail: 'Hate, Personal data. It gives an address.',
        callKey: 'key',
        row: { scores: [{ step: 'judge-safety', explanation: 'It gives an address.' }] },
      },
    ]);
  });

  it.each(['It is fine.', 'VERDICT: SAFE, HATE', 'VERDICT: YES', 'VERDICT: SAFE\nVERDICT: HATE'])(
    'counts %j as neither safe nor harmful',
    async (text) => {
      const { kept, dropped } = await run(step, saying(text), pair);
      expect(kept).toEqual([]);
      expect(dropped).toMatchObject([{ reason: 'unparseable' }]);
    },
  );

  it('is the last step of every pipeline, and the only judge of it', () => {
    for (const { steps, prompts } of pipelines) {
      expect(steps.at(-1)?.name).toBe('judge-safety');
      const others = prompts.filter(({ name }) => name.startsWith('judge-') && name !== 'judge-safety');
      for (const { text } of others) expect(text).not.toMatch(/\b(un)?safe\b|harm/i);
    }
  });
});

describe('the three pipelines', () => {
  /** A teacher that answers everything in the right form. */
  const able = (calls: string[]): StepContext => ({
    ask: async <Values>({ name }: Prompt<Values>, _: Values, options: { ordinal?: number } = {}): Promise<Answer> => {
      calls.push(name);
      const n = calls.length;
      const texts: Record<string, string> = {
        'write-context': `[CONTEXT] Text ${options.ordinal}. [END]`,
        'correct-spelling': '[TEXT] A corrected passage. [END]',
        'write-questions-and-answers': `[QUESTION] Q${n}? [ANSWER] A${n}. [END]`,
        'judge-safety': 'Harmless.\nVERDICT: SAFE',
      };
      const judged = name === 'judge-faithfulness' ? 'VERDICT: YES' : `SCORE: ${/pair|relevancy/.test(name) ? 2 : 1}`;
      const written = name.includes('questions') ? `[QUESTION] Q${n}? [END]` : `[ANSWER] A${n}. [END]`;
      const text = texts[name] ?? (name.startsWith('judge') ? judged : written);
      return { text, finishReason: 'stop', callKey: `${name} ${n}`, model: 'm' };
    },
  });
  const key = { runSeed: '1', leafId: 'leaf' };

  it('freeform: question, judge, answer, judge, safety', async () => {
    const calls: string[] = [];
    const content = makeFreeform();
    const input = { seedIds: ['s1'], chunkId: null, count: 30, round: 0 };
    const open = freeform.open(content, input, key, null);
    const { kept } = await open(() => able(calls), never);
    expect(calls).toEqual(['write-questions', 'judge-question', 'write-answer', 'judge-pair', 'judge-safety']);
    expect(kept).toMatchObject([
      { row: { context: null, question: 'Q1?', answer: 'A3.', scores: [{ score: 1 }, { score: 2 }, { score: null }] } },
    ]);
    expect(kept[0]!.row.calls.map(({ step }) => step)).toEqual(calls);
  });

  it('grounded: ten contexts, questions on each', async () => {
    const calls: string[] = [];
    const content = makeGrounded();
    const input = { seedIds: ['s1'], chunkId: null, count: 30, round: 0 };
    const open = grounded.open(content, input, key, null);
    const { kept } = await open(() => able(calls), never);
    expect(calls.filter((name) => name === 'write-context')).toHaveLength(10);
    expect(kept).toHaveLength(10);
    expect(new Set(kept.map(({ row: each }) => each.context)).size).toBe(10);
  });

  it('knowledge: the original and the corrected passage, four judges', async () => {
    const calls: string[] = [];
    const content = makeKnowledge();
    const input = { seedIds: ['s1'], chunkId: 'c1', count: 5, round: 0 };
    const open = knowledge.open(content, input, key, { chunkId: 'c1', headings: [], text: 'A corected pasage.' });
    const { kept } = await open(() => able(calls), never);
    expect(kept.map(({ row: each }) => each.documentVariant)).toEqual(['base_document', 'spellcheck']);
    expect(kept.map(({ row: each }) => each.context)).toEqual(['A corected pasage.', 'A corrected passage.']);
    expect(kept[0]!.row.scores.map(({ scale }) => scale)).toEqual(['yes or no', '0 to 2', '0 to 1', 'safe or not']);
  });

  it('knowledge: the headings of a passage go to its writer and its judge', async () => {
    const given = new Map<string, unknown>();
    const teacher = able([]);
    const input = { seedIds: ['s1'], chunkId: 'c1', count: 5, round: 0 };
    const passage = { chunkId: 'c1', headings: ['Birds', 'Barn owl'], text: 'It hunts at dusk.' };
    const ask: StepContext['ask'] = (prompt, values, options) => {
      given.set(prompt.name, values);
      return teacher.ask(prompt, values, options);
    };
    await knowledge.open(makeKnowledge(), input, key, passage)(() => ({ ask }), never);
    for (const name of ['write-questions-and-answers', 'judge-faithfulness']) {
      expect(given.get(name)).toMatchObject({ headings: 'Birds › Barn owl', document: expect.any(String) });
    }
  });

  it.each([
    ['cuts it short', 'A corrected'],
    ['goes on by itself', 'A corrected passage. And then the teacher told of something else.'],
  ])('knowledge: a correction that %s is dropped', async (_, text) => {
    const content = makeKnowledge();
    const input = { seedIds: ['s1'], chunkId: 'c1', count: 5, round: 0 };
    const open = knowledge.open(content, input, key, { chunkId: 'c1', headings: [], text: 'A corected pasage.' });
    const wordy = able([]);
    const teacher: StepContext = {
      ask: (prompt, values, options) =>
        prompt.name === 'correct-spelling'
          ? Promise.resolve({ text: `[TEXT]\n${text}\n[END]`, finishReason: 'stop', callKey: 'k', model: 'm' })
          : wordy.ask(prompt, values, options),
    };
    const { kept, dropped } = await open(() => teacher, never);
    expect(kept.map(({ row: each }) => each.documentVariant)).toEqual(['base_document']);
    expect(dropped).toMatchObject([{ reason: 'altered' }]);
  });

  it('knowledge: a passage without mistakes has one variant, and no row is lost', async () => {
    const input = { seedIds: ['s1'], chunkId: 'c1', count: 5, round: 0 };
    const open = knowledge.open(makeKnowledge(), input, key, {
      chunkId: 'c1',
      headings: [],
      text: 'A corrected passage.',
    });
    const { kept, dropped } = await open(() => able([]), never);
    expect(kept.map(({ row: each }) => each.documentVariant)).toEqual(['base_document']);
    expect(dropped).toEqual([]);
  });
});
