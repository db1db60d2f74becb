import { DomainError } from '../../errors';
import { leafKinds, type LeafKind } from '../../tree/vocabulary';
import { pipelines } from '../pipelines/registry';
import type { Pipeline } from '../pipelines/define-pipeline';
import type { Prompt } from '../prompts/prompt';
import { faultsOfMarks } from './marks';
import { faultsOfVariables } from './variables';

/** A built-in prompt with the steps that use it. */
export type CataloguedPrompt = {
  prompt: Prompt<never>;
  kinds: LeafKind[];
  uses: { pipeline: string; step: string }[];
};

function makeCatalogue(): Map<string, CataloguedPrompt> {
  const byName = new Map<string, CataloguedPrompt>();
  for (const pipeline of pipelines) {
    for (const step of pipeline.steps) {
      for (const prompt of step.prompts) {
        const known = byName.get(prompt.name) ?? { prompt, kinds: [], uses: [] };
        byName.set(prompt.name, {
          ...known,
          kinds: leafKinds.filter((kind) => known.kinds.includes(kind) || pipeline.accepts.includes(kind)),
          uses: [...known.uses, { pipeline: pipeline.name, step: step.label }],
        });
      }
    }
  }
  return byName;
}

const catalogue = makeCatalogue();

/** All prompts, in the order of the pipelines and their steps; for a leaf, those of its kind. */
export const promptsFor = (kind: LeafKind | null): CataloguedPrompt[] =>
  [...catalogue.values()].filter(({ kinds }) => kind === null || kinds.includes(kind));

/** @throws DomainError `not_found`, listing the prompts that there are. */
export function promptNamed(name: string, kind: LeafKind | null): CataloguedPrompt {
  const found = catalogue.get(name);
  if (found && (kind === null || found.kinds.includes(kind))) return found;
  const names = promptsFor(kind).map(({ prompt }) => prompt.name);
  const where = kind === null ? '' : ` for ${kind} leaves`;
  throw new DomainError('not_found', `There is no prompt “${name}”${where}. Prompts: ${names.join(', ')}.`);
}

/** The first pipeline with this prompt that works on leaves of this kind. */
export const pipelineWith = (name: string, kind: LeafKind): Pipeline | undefined =>
  pipelines.find(({ prompts, accepts }) => accepts.includes(kind) && prompts.some((prompt) => prompt.name === name));

/** What is wrong with an own text of a prompt, one sentence each: its marks and its variables. */
export const faultsOf = (name: string, text: string, kind: LeafKind | null): string[] => {
  const { prompt, kinds } = promptNamed(name, kind);
  if (text.trim() === '') return ['The text is empty. Write one, or go back to the built-in one.'];
  return [...faultsOfVariables(text, kind === null ? kinds : [kind]), ...faultsOfMarks(prompt, text)];
};
