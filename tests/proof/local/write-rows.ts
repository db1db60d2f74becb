import type { SkillSeed } from '@/taxonomy/seeds/contract';
import { StepChain } from '@/taxonomy/generation/pipelines/step-chain';
import { makeFence } from '@/taxonomy/generation/prompts/prompt';
import { rulesFor, type LeafRules } from '@/taxonomy/generation/rules/rules';
import { checkRules } from '@/taxonomy/generation/steps/check-rules';
import type { StepContext, Traced } from '@/taxonomy/generation/steps/step';
import { writeTaskList, type TaskCall } from '@/taxonomy/generation/steps/write-tasks';
import type { TeacherClient } from '@/taxonomy/generation/teacher/teacher';
import { design } from './design';

type Start = Traced & { requests: TaskCall<{ answer: string }>[]; context: null; leafRules: LeafRules };

/** The first steps of Seedleaf's `self-instruct` pipeline, without the answers and the check for safety. */
const steps = StepChain.start<Start>()
  .step(writeTaskList((row: Start) => row.requests))
  .step(checkRules({ isContextShown: false }));

/** The rows of one prompt in order, and how many were lost for which reason. */
export type Written = { texts: string[]; dropped: Record<string, number> };

/** Asks the teacher once, as a run would, and reads and checks what it wrote. */
export async function writeRows(
  client: TeacherClient,
  examples: readonly SkillSeed[],
  sampling: number,
): Promise<Written> {
  const { signal } = new AbortController();
  const fence = makeFence(design.seed);
  const ask: StepContext['ask'] = async (prompt, values, options) => {
    const messages = prompt.render(values, fence);
    const request = { messages, temperature: prompt.temperature, maxTokens: design.mostTokens, seed: options?.seed };
    const { text, finishReason, model } = await client.complete(request, signal);
    return { text, finishReason, model, callKey: `${sampling}` };
  };
  // Answers are not written, so a row carries that of its first seed: only its question can break a rule.
  const part = { answer: examples[0]?.answer ?? '' };
  const request = { count: design.rowsWanted, sampling: { seed: sampling }, mix: () => [...examples], part };
  const leafRules = rulesFor(examples.map((seed) => ({ ...seed, isContextShown: false })));
  const start: Start = { requests: [request], context: null, leafRules, scores: [], calls: [] };
  const { kept, dropped } = await steps.run(start, () => ({ ask }), signal);
  const counts: Record<string, number> = {};
  for (const { reason } of dropped) counts[reason] = (counts[reason] ?? 0) + 1;
  return { texts: kept.map(({ row }) => row.question), dropped: counts };
}
