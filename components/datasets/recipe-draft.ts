import type { About, Recipe } from '@/taxonomy/datasets/contract';
import {
  datasetNameFault,
  datasetNamePattern,
  defaultRecipe,
  maxShortAnswerTokens,
} from '@/taxonomy/datasets/vocabulary';
import { numberText } from '../numbers';

/** The changes to the recipe, as typed into the fields. Other settings are those of the previous version. */
export type RecipeDraft = Partial<{
  shortAnswerTokens: string;
  replayPercent: string;
  seed: string;
  systemPrompt: string;
  chatTemplate: string;
  about: About;
  /** Null takes all but baselines. */
  pipelines: string[] | null;
}>;

export type DraftProblems = Partial<Record<keyof RecipeDraft, string>>;

/** What is wrong with the draft, by field. The server checks the same again. */
export function draftProblems({
  shortAnswerTokens,
  replayPercent,
  seed,
  chatTemplate,
  pipelines,
}: RecipeDraft): DraftProblems {
  return {
    ...(shortAnswerTokens !== undefined &&
      !isWhole(shortAnswerTokens, 1, maxShortAnswerTokens) && {
        shortAnswerTokens: `Enter a whole number from 1 to ${numberText(maxShortAnswerTokens)}.`,
      }),
    ...(replayPercent !== undefined &&
      !isBetween(replayPercent, 0, 100) && { replayPercent: 'Enter a number from 0 to 100.' }),
    ...(seed?.trim() === '' && { seed: 'Enter a word or number. The same seed gives the same order.' }),
    ...(chatTemplate?.trim() === '' && { chatTemplate: 'Enter a template, or reset to the default.' }),
    ...(pipelines?.length === 0 && { pipelines: 'Choose at least one pipeline.' }),
  };
}

/**
 * The complete recipe that the form shows; only for a draft without problems. Untouched fields are those of the
 * continued version (`base`), otherwise the defaults.
 */
export const recipeOf = (scope: string[], draft: RecipeDraft, base: Recipe = defaultRecipe): Recipe => ({
  ...base,
  scope,
  ...numbersOf(draft),
  ...(draft.seed !== undefined && { seed: draft.seed.trim() }),
  ...(draft.systemPrompt !== undefined && { systemPrompt: draft.systemPrompt }),
  ...(draft.chatTemplate !== undefined && { chatTemplate: draft.chatTemplate }),
  ...(draft.about !== undefined && { about: draft.about }),
  ...(draft.pipelines !== undefined && { pipelines: draft.pipelines ?? [] }),
});

/** A recipe as shown in the fields. */
export const draftOf = (recipe: Recipe): RecipeDraft => ({
  shortAnswerTokens: String(recipe.shortAnswerTokens),
  replayPercent: percentText(recipe.replayFraction),
  seed: recipe.seed,
  systemPrompt: recipe.systemPrompt,
  chatTemplate: recipe.chatTemplate,
  about: recipe.about,
  pipelines: recipe.pipelines.length === 0 ? null : recipe.pipelines,
});

const numbersOf = ({ shortAnswerTokens, replayPercent }: RecipeDraft): Partial<Recipe> => ({
  ...(shortAnswerTokens !== undefined && { shortAnswerTokens: Number(shortAnswerTokens) }),
  ...(replayPercent !== undefined && { replayFraction: Number(replayPercent) / 100 }),
});

const isBetween = (text: string, least: number, most: number) =>
  text.trim() !== '' && Number(text) >= least && Number(text) <= most;

const isWhole = (text: string, least: number, most: number) =>
  Number.isInteger(Number(text)) && isBetween(text, least, most);

export const percentText = (fraction: number): string => String(Number((fraction * 100).toFixed(4)));

/** Checks the contract's rule while a person types. */
export function nameProblem(name: string): string | null {
  if (name.trim() === '') return null;
  return datasetNamePattern.test(name.trim()) ? null : datasetNameFault;
}
