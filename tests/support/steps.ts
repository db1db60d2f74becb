import { StepChain } from '@/taxonomy/generation/pipelines/step-chain';
import type { Prompt } from '@/taxonomy/generation/prompts/prompt';
import type { StepContext } from '@/taxonomy/generation/steps/step';

/** A prompt whose text does not matter. */
export const prompt: Prompt<object> = {
  name: 'p',
  version: 1,
  text: 'Do it.',
  temperature: 0,
  maxTokens: 9,
  render: () => [],
};
export const row = { question: 'Why?', context: null, count: 3, scores: [], calls: [] };
export const never = new AbortController().signal;

/** A teacher that always gives the same answer. */
export const saying = (text: string, finishReason: string | null = 'stop'): StepContext => ({
  ask: async () => ({ text, finishReason, callKey: 'key', model: 'm' }),
});

/** The rows that one step keeps and drops. */
export async function run<Out>(
  step: Parameters<typeof StepChain.prototype.step<Out>>[0],
  context: StepContext,
  input: object = row,
) {
  const { kept, dropped } = await StepChain.start<never>()
    .step(step)
    .run(input as never, () => context, never);
  return { kept: kept.map((each) => each.row as Record<string, unknown>), dropped };
}
