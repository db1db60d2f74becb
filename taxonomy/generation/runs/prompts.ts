import { z } from 'zod';
import { DomainError } from '../../errors';
import type { Pipeline } from '../pipelines/define-pipeline';
import type { OwnTexts } from '../prompt-texts/for-runs';
import { fillIn, type LeafValues } from '../prompt-texts/variables';
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
  /** The taxonomy's own text, which may contain variables; without it, the text is the built-in one. */
  own: z.object({ id: z.string(), number: z.int() }).optional(),
  /** How many of the run's leaves have their own text instead. */
  leaves: z.int().optional(),
});
export type RunPrompt = z.infer<typeof RunPrompt>;

export type ResolvedPrompt<Values> = Prompt<Values> & { readonly hash: string };

/**
 * The current prompts of these pipelines, to be stored with a run that starts.
 *
 * @param texts The taxonomy's own texts. Those of leaves are stored with the run's leaves.
 * @param ofLeaves The names of the prompts of which leaves have their own texts, one for each leaf.
 */
export function freezePrompts(
  pipelines: Iterable<Pipeline>,
  texts: OwnTexts = new Map(),
  ofLeaves: readonly string[] = [],
): RunPrompt[] {
  const prompts = new Map(
    [...pipelines].flatMap((pipeline) => pipeline.prompts).map((prompt) => [prompt.name, prompt]),
  );
  return [...prompts.values()].map(({ name, version, temperature, maxTokens, ...builtIn }) => {
    const own = texts.get(name);
    const text = own?.text ?? builtIn.text;
    const leaves = ofLeaves.filter((prompt) => prompt === name).length;
    return {
      name,
      version,
      hash: hashOf(version, text),
      text,
      temperature,
      maxTokens,
      ...(own && { own: { id: own.id, number: own.number } }),
      ...(leaves > 0 && { leaves }),
    };
  });
}

const hashOf = (version: number, text: string): string => sha256(JSON.stringify([version, text]));

/** A leaf as a run found it, with its own texts by prompt. */
export type LeafOfPrompts = { values: LeafValues; texts: ReadonlyMap<string, string | undefined> };

/** The prompts that a run uses: those stored when it started, even if they have changed since. */
export class RunPrompts {
  private readonly byName: ReadonlyMap<string, RunPrompt>;

  constructor(prompts: readonly RunPrompt[]) {
    this.byName = new Map(prompts.map((prompt) => [prompt.name, prompt]));
  }

  /**
   * A prompt with the text that a leaf is asked with: its own one, that of the taxonomy, or the built-in one. The
   * variables of own texts are filled in, and the hash covers the result.
   *
   * @throws DomainError `invalid` when the run started without this prompt: its pipeline has changed since.
   */
  resolve<Values>(prompt: Prompt<Values>, leaf: LeafOfPrompts): ResolvedPrompt<Values> {
    const found = this.byName.get(prompt.name);
    if (!found)
      throw new DomainError('invalid', `The run started without the prompt “${prompt.name}”. Start a new run.`);
    const { own, ...frozen } = found;
    if (leaf.texts.has(prompt.name) && leaf.texts.get(prompt.name) === undefined) {
      throw new DomainError('invalid', `The leaf’s own text of the prompt “${prompt.name}” is gone. Start a new run.`);
    }
    const ownText = leaf.texts.get(prompt.name) ?? (own && frozen.text);
    if (ownText === undefined) return { ...prompt, ...frozen };
    const text = fillIn(ownText, leaf.values);
    return { ...prompt, ...frozen, text, hash: hashOf(frozen.version, text) };
  }

  /** The same for all calls of one item, each prompt resolved once. */
  of(leaf: LeafOfPrompts): <Values>(prompt: Prompt<Values>) => ResolvedPrompt<Values> {
    const known = new Map<string, Pick<RunPrompt, 'text' | 'hash' | 'version' | 'temperature' | 'maxTokens'>>();
    return (prompt) => {
      const { text, hash, version, temperature, maxTokens } = known.get(prompt.name) ?? this.resolve(prompt, leaf);
      const parts = { text, hash, version, temperature, maxTokens };
      known.set(prompt.name, parts);
      return { ...prompt, ...parts };
    };
  }
}
