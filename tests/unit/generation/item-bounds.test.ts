import { describe, expect, it } from 'vitest';
import { countTokens } from '@/taxonomy/documents/tokens';
import type { Pipeline, PlannedItem, PlanOptions } from '@/taxonomy/generation/pipelines/define-pipeline';
import { pipelines } from '@/taxonomy/generation/pipelines/registry';
import { makeFence } from '@/taxonomy/generation/prompts/prompt';
import { makeFreeform, makeGrounded, makeKnowledge } from '../../support/seeds-factories';
import { ableTeacher, weather } from '../../support/able-teacher';

const contents = { freeform: makeFreeform(), grounded: makeGrounded(), knowledge: makeKnowledge() };
const each = pipelines.map((pipeline) => [pipeline.name, pipeline] as const);
const contentFor = ({ accepts: [kind] }: Pipeline) => contents[kind!];

const options: PlanOptions = {
  target: null,
  firstRound: 0,
  runSeed: '1',
  leafId: 'leaf',
  chunkIds: ['c1', 'c2'],
  tokens: { seed: 50, passage: 200 },
  pool: Array.from({ length: 40 }, (_, i) => ({ revisionId: 'r1', seedId: `s${1 + (i % 5)}` })),
};
const key = { runSeed: '1', leafId: 'leaf', contents: new Map([['r1', contents.freeform]]) };
const fence = makeFence('1');

/** Works on an item with a teacher whose every answer is good and as long as it may be. */
async function worked(pipeline: Pipeline, { input }: PlannedItem) {
  const passage = input.chunkId && { chunkId: input.chunkId, headings: ['Weather'], text: weather('was') };
  const teacher = ableTeacher();
  let promptTokens = 0;
  let completionTokens = 0;
  const ask: typeof teacher.ask = async (prompt, values, given) => {
    const answer = await teacher.ask(prompt, values, given);
    promptTokens += countTokens(
      prompt
        .render(values, fence)
        .map(({ content }) => content)
        .join('\n'),
    );
    completionTokens += countTokens(answer.text);
    return answer;
  };
  const open = pipeline.open(contentFor(pipeline), input, key, passage || null);
  const { kept } = await open(() => ({ ask }), new AbortController().signal);
  return { calls: teacher.calls.length, samples: kept.length, promptTokens, completionTokens };
}

describe('the bound of an item', () => {
  it.each(each)('is what a teacher uses whose every answer is good: %s', async (_, pipeline) => {
    for (const target of [1, 2, 7, 23, null]) {
      const [item] = pipeline.plan(contentFor(pipeline), { ...options, target });
      const { calls, samples } = item!.bound;
      expect(await worked(pipeline, item!)).toMatchObject({ calls, samples });
    }
  });

  it.each(each)('has room for the tokens of every prompt and answer: %s', async (_, pipeline) => {
    for (const target of [1, 7, null]) {
      const [item] = pipeline.plan(contentFor(pipeline), { ...options, target });
      const used = await worked(pipeline, item!);
      expect(used.promptTokens).toBeLessThanOrEqual(item!.bound.promptTokens);
      expect(used.completionTokens).toBeLessThanOrEqual(item!.bound.completionTokens);
      // A bound that is far too high would say nothing.
      expect(used.promptTokens).toBeGreaterThan(item!.bound.promptTokens / 4);
    }
  });

  it.each(each)('has more tokens for more questions, and for longer texts: %s', (_, pipeline) => {
    const boundOf = (target: number, tokens: PlanOptions['tokens']) =>
      pipeline.plan(contentFor(pipeline), { ...options, target, tokens })[0]!.bound;
    const few = boundOf(2, { seed: 50, passage: 200 });
    const many = boundOf(50, { seed: 50, passage: 200 });
    const long = boundOf(2, { seed: 500, passage: 2_000 });
    for (const tokens of ['promptTokens', 'completionTokens'] as const) {
      expect(few[tokens]).toBeGreaterThan(100);
      expect(many[tokens]).toBeGreaterThan(few[tokens]);
      expect(long[tokens]).toBeGreaterThan(few[tokens]);
    }
  });
});
