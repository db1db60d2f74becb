import { describe, expect, it } from 'vitest';
import type { Pipeline, PlannedItem, PlanOptions } from '@/taxonomy/generation/pipelines/define-pipeline';
import { freeform } from '@/taxonomy/generation/pipelines/freeform';
import { grounded } from '@/taxonomy/generation/pipelines/grounded';
import { knowledge } from '@/taxonomy/generation/pipelines/knowledge';
import type { StepContext } from '@/taxonomy/generation/steps/step';
import type { LeafContent } from '@/taxonomy/seeds/contract';
import { makeFreeform, makeGrounded, makeKnowledge } from '../../support/seeds-factories';

const options: PlanOptions = {
  target: null,
  firstRound: 0,
  runSeed: '1',
  leafId: 'leaf',
  chunkIds: ['c1', 'c2'],
  tokens: { seed: 50, passage: 200 },
};

/** A teacher that writes as many questions as it is asked for, and likes all of them. */
function ableTeacher() {
  const calls: string[] = [];
  const ask: StepContext['ask'] = async ({ name }, values) => {
    const n = calls.push(name);
    const count = typeof values === 'object' && values !== null && 'count' in values ? Number(values.count) : 1;
    const many = (text: (i: number) => string) => Array.from({ length: count }, (_, i) => text(i)).join('\n');
    const answers: Record<string, string> = {
      'correct-spelling': '[TEXT]\nThe wether was fine todai.\n[END]',
      'write-context': `[CONTEXT]\nText ${n}.\n[END]`,
      'write-questions-and-answers': many((i) => `[QUESTION]\nWhat is ${n}.${i}?\n[ANSWER]\nIt is so.\n[END]`),
      'judge-safety': 'VERDICT: SAFE',
      'judge-faithfulness': 'VERDICT: YES',
    };
    const best = /pair|relevancy/.test(name) ? 2 : 1;
    const written = name.includes('questions')
      ? many((i) => `[QUESTION]\nWhat is ${n}.${i}?\n[END]`)
      : `[ANSWER]\nIt is ${n}.\n[END]`;
    const text = answers[name] ?? (name.startsWith('judge') ? `SCORE: ${best}` : written);
    return { text, finishReason: 'stop', callKey: `${n}`, model: 'm' };
  };
  return { calls, ask };
}

async function worked(pipeline: Pipeline, content: LeafContent, { input }: PlannedItem) {
  const passage = input.chunkId && { chunkId: input.chunkId, headings: [], text: 'The weather was fine today.' };
  const teacher = ableTeacher();
  const open = pipeline.open(content, input, options, passage || null);
  const { kept } = await open(() => teacher, new AbortController().signal);
  return { calls: teacher.calls.length, samples: kept.length };
}

describe('the bound of an item', () => {
  it.each([
    ['freeform', freeform, makeFreeform()],
    ['grounded', grounded, makeGrounded()],
    ['knowledge', knowledge, makeKnowledge()],
  ] as const)('is what a teacher uses whose every answer is good: %s', async (_, pipeline, content) => {
    for (const target of [1, 2, 7, 23, null]) {
      const [item] = pipeline.plan(content, { ...options, target });
      const { calls, samples } = item!.bound;
      expect(await worked(pipeline, content, item!)).toEqual({ calls, samples });
    }
  });

  it.each([
    ['freeform', freeform, makeFreeform()],
    ['grounded', grounded, makeGrounded()],
    ['knowledge', knowledge, makeKnowledge()],
  ] as const)('has more tokens for more questions, and for longer texts: %s', (_, pipeline, content) => {
    const boundOf = (target: number, tokens: PlanOptions['tokens']) =>
      pipeline.plan(content, { ...options, target, tokens })[0]!.bound;
    const few = boundOf(5, { seed: 50, passage: 200 });
    const many = boundOf(50, { seed: 50, passage: 200 });
    const long = boundOf(5, { seed: 500, passage: 2_000 });
    for (const tokens of ['promptTokens', 'completionTokens'] as const) {
      expect(few[tokens]).toBeGreaterThan(100);
      expect(many[tokens]).toBeGreaterThan(few[tokens]);
      expect(long[tokens]).toBeGreaterThan(few[tokens]);
    }
  });
});
