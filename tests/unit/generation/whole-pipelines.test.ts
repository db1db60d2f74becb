import { describe, expect, it } from 'vitest';
import { freeform } from '@/taxonomy/generation/pipelines/freeform';
import { grounded } from '@/taxonomy/generation/pipelines/grounded';
import { knowledge } from '@/taxonomy/generation/pipelines/knowledge';
import type { Prompt } from '@/taxonomy/generation/prompts/prompt';
import type { Answer, StepContext } from '@/taxonomy/generation/steps/step';
import { makeFreeform, makeGrounded, makeKnowledge } from '../../support/seeds-factories';
import { never } from '../../support/steps';

describe('the three pipelines', () => {
  /** A teacher that answers everything in the right form. */
  const able = (calls: string[]): StepContext => ({
    ask: async <Values>({ name }: Prompt<Values>, _: Values, options: { ordinal?: number } = {}): Promise<Answer> => {
      calls.push(name);
      const n = calls.length;
      const texts: Record<string, string> = {
        'write-context': `[CONTEXT] Text ${options.ordinal}. [END]`,
        'correct-spelling': '[QUESTION] Correct it. [ANSWER] A corrected passage. [END]',
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
          ? Promise.resolve({
              text: `[QUESTION] Correct it. [ANSWER]\n${text}\n[END]`,
              finishReason: 'stop',
              callKey: 'k',
              model: 'm',
            })
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
