import { describe, expect, it } from 'vitest';
import type { ItemInput, Passage, Pipeline } from '@/taxonomy/generation/pipelines/define-pipeline';
import { freeform } from '@/taxonomy/generation/pipelines/freeform';
import { grounded } from '@/taxonomy/generation/pipelines/grounded';
import { knowledge } from '@/taxonomy/generation/pipelines/knowledge';
import { makeFence } from '@/taxonomy/generation/prompts/prompt';
import type { AskOptions, StepContext } from '@/taxonomy/generation/steps/step';
import type { LeafContent } from '@/taxonomy/seeds/contract';
import { makeFreeform, makeGrounded, makeKnowledge } from '../../support/seeds-factories';

const key = { runSeed: '1', leafId: 'leaf' };
const passage: Passage = { chunkId: 'c1', headings: ['Birds', 'Barn owl'], text: 'It hunts at dusc.' };

const answers: Record<string, string> = {
  'correct-spelling': '[QUESTION]\nCorrect it.\n[ANSWER]\nIt hunts at dusk.\n[END]',
  'write-context': '[CONTEXT]\nA new context.\n[END]',
  'write-questions-and-answers': '[QUESTION]\nA new question?\n[ANSWER]\nA new answer.\n[END]',
  'judge-faithfulness': 'VERDICT: YES',
  'judge-safety': 'VERDICT: SAFE',
};

type Call = { asked: string; shown: string; options: AskOptions };

/** Works on one item, and returns what each prompt was asked, and what it was shown before, as the teacher reads it. */
async function callsOf(pipeline: Pipeline, content: LeafContent, given: Partial<ItemInput>) {
  const calls = new Map<string, Call[]>();
  const ask: StepContext['ask'] = async (prompt, values, options = {}) => {
    const { name } = prompt;
    const turns = prompt.render(values, makeFence('1')).map((turn) => turn.content);
    const call = { asked: turns.at(-1) ?? '', shown: turns.slice(1, -1).join('\n'), options };
    calls.set(name, [...(calls.get(name) ?? []), call]);
    const written = name.includes('questions')
      ? '[QUESTION]\nA new question?\n[END]'
      : '[ANSWER]\nA new answer.\n[END]';
    const best = /pair|relevancy/.test(name) ? 2 : 1;
    const text = answers[name] ?? (name.startsWith('judge') ? `SCORE: ${best}` : written);
    return { text, finishReason: 'stop', callKey: name, model: 'm' };
  };
  const input = { seedIds: ['s1'], chunkId: null, count: 3, round: 0, ...given };
  const open = pipeline.open(content, input, key, input.chunkId ? passage : null);
  const result = await open(() => ({ ask }), new AbortController().signal);
  const one = (name: string): Call => calls.get(name)?.[0] ?? { asked: '', shown: '', options: {} };
  return { one, all: (name: string) => calls.get(name) ?? [], ...result };
}

/** The text has all of these in it. */
function hasAll(text: string, parts: string[]) {
  for (const part of parts) expect(text).toContain(part);
}

describe('the freeform pipeline', () => {
  it('shows each prompt the texts that it is about', async () => {
    const { one, kept } = await callsOf(freeform, makeFreeform(), {});
    hasAll(one('write-questions').asked, ['Name planets.', 'Number wanted: 3']);
    expect(one('write-questions').shown).toContain('Which planet is number 1 from the sun?');
    hasAll(one('judge-question').asked, ['Name planets.', 'A new question?']);
    expect(one('write-answer').asked).toContain('A new question?');
    hasAll(one('write-answer').shown, ['Which planet is number 1 from the sun?', 'Planet number 1.']);
    hasAll(one('judge-pair').asked, ['A new question?', 'A new answer.']);
    hasAll(one('judge-safety').asked, ['A new question?', 'A new answer.']);
    expect(one('judge-safety').asked).not.toContain('<context');
    expect(kept.map(({ row }) => row.scores.length)).toEqual([3]);
  });

  it('shows the seeds of a later round, all of them, and samples warmer then', async () => {
    const { one } = await callsOf(freeform, makeFreeform(), { seedIds: ['s2', 's4', 's5'], round: 1 });
    hasAll(one('write-questions').shown, ['number 2 from', 'number 4 from', 'number 5 from']);
    expect(one('write-questions').options.temperature).toBe(0.7);
    const first = await callsOf(freeform, makeFreeform(), {});
    expect(first.one('write-questions').options).not.toHaveProperty('temperature');
    expect(first.one('write-questions').options).not.toHaveProperty('seed');
  });

  it('has room for as many questions as it asks for, each twice as long as the example', async () => {
    const roomFor = async (count: number, question: string) => {
      const content = makeFreeform({ seeds: [{ id: 's1', context: null, question, answer: 'So.' }] });
      return (await callsOf(freeform, content, { count })).one('write-questions').options.maxTokens;
    };
    expect(await roomFor(3, 'Short?')).toBe(256 + 3 * 200);
    expect(await roomFor(3, 'x'.repeat(1_000))).toBe(256 + 3 * 500);
  });

  it('refuses an item with a seed that the leaf does not have', async () => {
    await expect(callsOf(freeform, makeFreeform(), { seedIds: ['gone'] })).rejects.toThrow(/no seed example gone/);
    await expect(callsOf(freeform, makeFreeform(), { seedIds: [] })).rejects.toMatchObject({ code: 'invalid' });
  });
});

describe('the grounded pipeline', () => {
  it('shows each prompt the texts that it is about', async () => {
    const { one, kept } = await callsOf(grounded, makeGrounded(), {});
    expect(one('write-context').asked).toContain('Answer from the text.');
    expect(one('write-context').shown).toContain('Text 1.');
    hasAll(one('write-grounded-questions').asked, ['A new context.', 'Number wanted: 3']);
    hasAll(one('write-grounded-questions').shown, ['Text 1.', 'Which planet is number 1 from the sun?']);
    hasAll(one('judge-grounded-question').asked, ['A new context.', 'A new question?']);
    hasAll(one('write-grounded-answer').asked, ['A new context.', 'A new question?']);
    hasAll(one('write-grounded-answer').shown, ['Text 1.', 'Planet number 1.']);
    hasAll(one('judge-grounded-pair').asked, ['A new context.', 'A new question?', 'A new answer.']);
    hasAll(one('judge-safety').asked, ['A new context.', 'A new question?', 'A new answer.']);
    expect(kept.map(({ row }) => row.scores.length)).toEqual([3]);
  });

  it('asks for three questions on each context, and for the rest on the last', async () => {
    const content = makeGrounded();
    const ask: StepContext['ask'] = async ({ name }, values, { ordinal } = {}) => {
      if (name === 'write-context') {
        const text = `[CONTEXT]\nContext ${ordinal}.\n[END]`;
        return { text, finishReason: 'stop', callKey: '', model: 'm' };
      }
      if (typeof values === 'object' && values !== null && 'count' in values) counts.push(Number(values.count));
      return { text: '', finishReason: 'stop', callKey: '', model: 'm' };
    };
    const counts: number[] = [];
    const input = { seedIds: ['s1'], chunkId: null, count: 7, round: 0 };
    await grounded.open(content, input, key, null)(() => ({ ask }), new AbortController().signal);
    expect(counts).toEqual([3, 3, 1]);
  });

  it('asks for each context with a random seed of its own, and others in a later round', async () => {
    const seedsOf = async (round: number) => {
      const { all } = await callsOf(grounded, makeGrounded(), { count: 30, round });
      return all('write-context').map(({ options }) => options.seed);
    };
    const [first, later] = [await seedsOf(0), await seedsOf(1)];
    expect(first.every((seed) => typeof seed === 'number')).toBe(true);
    expect(new Set([...first, ...later]).size).toBe(20);
  });
});

describe('the knowledge pipeline', () => {
  it('shows each prompt the texts that it is about', async () => {
    const { one, all, kept } = await callsOf(knowledge, makeKnowledge(), { chunkId: 'c1' });
    expect(one('correct-spelling').asked).toContain('It hunts at dusc.');
    const writer = 'write-questions-and-answers';
    hasAll(one(writer).asked, ['Astronomy', 'The planets of the sun.', 'Birds › Barn owl', 'Number wanted: 3']);
    expect(all(writer).map(({ asked }) => /It hunts at dus[ck]\./.exec(asked)?.[0])).toEqual([
      'It hunts at dusc.',
      'It hunts at dusk.',
    ]);
    hasAll(one(writer).shown, ['Passage 1 of the document.', 'Question 1.1?', 'Answer 1.3.']);
    hasAll(one('judge-faithfulness').asked, ['Birds › Barn owl', 'It hunts at dusc.', 'A new answer.']);
    hasAll(one('judge-relevancy').asked, ['A new question?', 'A new answer.']);
    hasAll(one('judge-self-contained').asked, ['Astronomy', 'A new question?']);
    hasAll(one('judge-safety').asked, ['A new question?', 'A new answer.']);
    expect(one('judge-safety').asked).not.toContain('<context');
    expect(kept[0]?.row.scores).toHaveLength(4);
  });

  it('asks for the correction of a passage once per chunk, whichever seed the item has', async () => {
    const { one } = await callsOf(knowledge, makeKnowledge(), { chunkId: 'c1' });
    expect(one('correct-spelling').options).toEqual({ sharedBy: 'c1' });
  });

  it('shows three pairs of a seed in the order of the leaf, and samples warmer only in later rounds', async () => {
    const questionsAndAnswers = [1, 2, 3, 4, 5].map((n) => ({ question: `Pair ${n}?`, answer: `Yes, ${n}.` }));
    const content = makeKnowledge({ seeds: [{ id: 's1', context: 'A passage.', questionsAndAnswers }] });
    const orders: string[][] = [];
    for (const runSeed of ['1', '2', '3', '4']) {
      const input = { seedIds: ['s1'], chunkId: 'c1', count: 3, round: 0 };
      const open = knowledge.open(content, input, { ...key, runSeed }, passage);
      const ask: StepContext['ask'] = (prompt, values) => {
        const shown = prompt
          .render(values, makeFence('1'))
          .slice(0, -1)
          .map((turn) => turn.content);
        const found = shown.join('\n').match(/Pair \d/g);
        if (found) orders.push(found);
        return Promise.reject(new Error('no answer'));
      };
      await open(() => ({ ask }), new AbortController().signal).catch(() => undefined);
    }
    expect(orders).toHaveLength(4);
    for (const order of orders) expect(order).toEqual(order.toSorted());
    expect(new Set(orders.map(String)).size).toBeGreaterThan(1);
    const warm = async (round: number) =>
      (await callsOf(knowledge, content, { chunkId: 'c1', round })).one('write-questions-and-answers').options;
    expect(await warm(0)).toEqual({});
    expect(await warm(1)).toEqual({ temperature: 0.7, seed: expect.any(Number) });
  });
});
