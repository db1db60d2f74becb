import { describe, expect, it } from 'vitest';
import type { ItemInput, OpenItem } from '@/taxonomy/generation/pipelines/define-pipeline';
import { pipelineFor, pipelineNamed } from '@/taxonomy/generation/pipelines/registry';
import { freeform } from '@/taxonomy/generation/pipelines/freeform';
import { grounded } from '@/taxonomy/generation/pipelines/grounded';
import { knowledge } from '@/taxonomy/generation/pipelines/knowledge';
import type { AskOptions, StepContext } from '@/taxonomy/generation/steps/step';
import { makeFreeform, makeGrounded, makeKnowledge } from '../../support/seeds-factories';
import { never } from '../../support/steps';

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
