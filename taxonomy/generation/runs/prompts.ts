import { z } from 'zod';
import { DomainError } from '../../errors';
import type { Pipeline } from '../pipelines/define-pipeline';
import type { Prompt } from '../prompts/prompt';
import { sha256 } from '../text';

/** A prompt as it was when a run started. `hash` covers everything that decides what the teacher reads. */
export const RunPrompt = z.object({
  name: z.string(),
  version: z.int(),
  hash: z.string(),
  text: z.string(),
  temperature: z.number(),
  maxTokens: z.int(),
});
export type RunPrompt = z.infer<typeof RunPrompt>;

export type ResolvedPrompt<Values> = Prompt<Values> & { readonly hash: string };

/** The current prompts of these pipelines, to be stored with a run that starts. */
export function freezePrompts(pipelines: Iterable<Pipeline>): RunPrompt[] {
  const prompts = new Map(
    [...pipelines].flatMap((pipeline) => pipeline.prompts).map((prompt) => [prompt.name, prompt]),
  );
  return [...prompts.values()].map(({ name, version, text, temperature, maxTokens }) => {
    const hash = sha256(JSON.stringify([version, text]));
    return { name, version, hash, text, temperature, maxTokens };
  });
}

/** The prompts that a run uses: those stored when it started, even if they have changed since. */
export class RunPrompts {
  private readonly byName: ReadonlyMap<string, RunPrompt>;

  constructor(prompts: readonly RunPrompt[]) {
    this.byName = new Map(prompts.map((prompt) => [prompt.name, prompt]));
  }

  /** @throws DomainError `invalid` when the run started without this prompt: its pipeline has changed since. */
  resolve<Values>(prompt: Prompt<Values>): ResolvedPrompt<Values> {
    const own = this.byName.get(prompt.name);
    if (!own) throw new DomainError('invalid', `The run started without the prompt “${prompt.name}”. Start a new run.`);
    return { ...prompt, ...own };
  }
}
