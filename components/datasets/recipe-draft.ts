import type { About, Balance, PhaseRule, Recipe } from '@/taxonomy/datasets/contract-recipe';
import { defaultRecipe } from '@/taxonomy/datasets/vocabulary';
import {
  datasetNameFault,
  datasetNamePattern,
  maxBalancedRows,
  maxShortAnswerTokens,
  maxSplit,
} from '@/taxonomy/datasets/vocabulary-limits';
import { withReplayShare } from '@/taxonomy/datasets/vocabulary-phases';
import { numberText } from '../numbers';

/** The changes to the recipe, as typed into the fields. Other settings are those of the previous version. */
export type RecipeDraft = Partial<{
  shortAnswerTokens: string;
  phases: PhaseRule[];
  /** The share of every source of replay that is given as a share of rows. */
  replayPercent: string;
  balanceMode: Balance['mode'];
  balanceRows: string;
  isRepeated: boolean;
  validationPercent: string;
  testPercent: string;
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
  phases,
  balanceMode,
  balanceRows,
  validationPercent,
  testPercent,
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
    ...(phaseProblem(phases) && { phases: phaseProblem(phases) }),
    ...((balanceRows !== undefined || (balanceMode !== undefined && balanceMode !== 'all')) &&
      !isWhole(balanceRows ?? '', 1, maxBalancedRows) && {
        balanceRows: `Enter a whole number from 1 to ${numberText(maxBalancedRows)}.`,
      }),
    ...(validationPercent !== undefined && !isSplitShare(validationPercent) && { validationPercent: splitFault }),
    ...(testPercent !== undefined && !isSplitShare(testPercent) && { testPercent: splitFault }),
  };
}

/**
 * The complete recipe that the form shows; only for a draft without problems. Untouched fields are those of the
 * continued version (`base`), otherwise the defaults.
 */
export const recipeOf = (scope: string[], draft: RecipeDraft, base: Recipe = defaultRecipe): Recipe => ({
  ...base,
  scope,
  ...(draft.shortAnswerTokens !== undefined && { shortAnswerTokens: Number(draft.shortAnswerTokens) }),
  phases: phasesOf(draft, base),
  balance: balanceOf(draft, base),
  splits: {
    validation: shareOf(draft.validationPercent) ?? base.splits.validation,
    test: shareOf(draft.testPercent) ?? base.splits.test,
  },
  ...(draft.seed !== undefined && { seed: draft.seed.trim() }),
  ...(draft.systemPrompt !== undefined && { systemPrompt: draft.systemPrompt }),
  ...(draft.chatTemplate !== undefined && { chatTemplate: draft.chatTemplate }),
  ...(draft.about !== undefined && { about: draft.about }),
  ...(draft.pipelines !== undefined && { selection: { ...base.selection, pipelines: draft.pipelines ?? [] } }),
});

/** A recipe as shown in the fields. */
export const draftOf = (recipe: Recipe): RecipeDraft => ({
  shortAnswerTokens: String(recipe.shortAnswerTokens),
  phases: recipe.phases,
  balanceMode: recipe.balance.mode,
  ...(recipe.balance.mode !== 'all' && { balanceRows: String(recipe.balance.rows) }),
  ...(recipe.balance.mode === 'exactly' && { isRepeated: recipe.balance.isRepeated }),
  validationPercent: percentText(recipe.splits.validation),
  testPercent: percentText(recipe.splits.test),
  seed: recipe.seed,
  systemPrompt: recipe.systemPrompt,
  chatTemplate: recipe.chatTemplate,
  about: recipe.about,
  pipelines: recipe.selection.pipelines.length === 0 ? null : recipe.selection.pipelines,
});

/** The phases of the form; a share of replay in its own field applies to every source that is given as a share. */
export function phasesOf({ phases, replayPercent }: RecipeDraft, base: Pick<Recipe, 'phases'>): PhaseRule[] {
  const chosen = phases ?? base.phases;
  const value = shareOf(replayPercent);
  if (value === undefined) return chosen;
  return withReplayShare(chosen, value);
}

function balanceOf({ balanceMode, balanceRows, isRepeated }: RecipeDraft, { balance }: Recipe): Balance {
  const mode = balanceMode ?? balance.mode;
  if (mode === 'all') return { mode };
  const rows = balanceRows === undefined ? (balance.mode === 'all' ? 1 : balance.rows) : Number(balanceRows);
  if (mode === 'at_most') return { mode, rows };
  if (mode === 'exactly')
    return { mode, rows, isRepeated: isRepeated ?? (balance.mode === 'exactly' && balance.isRepeated) };
  return { mode, rows, weights: balance.mode === 'weighted' ? balance.weights : [] };
}

/** A percentage as typed, from 0 to 1 in steps of 0.0001. */
const shareOf = (percent: string | undefined): number | undefined =>
  percent === undefined ? undefined : Math.round(Number(percent) * 100) / 10_000;

function phaseProblem(phases: readonly PhaseRule[] = []): string | undefined {
  if (phases.some(({ name }) => name.trim() === '')) return 'Every phase needs a name.';
  const empty = phases.find(({ takes, replay }) => takes.length === 0 && replay.length === 0);
  if (empty) return `${empty.name} takes no samples and replays none. Choose what it takes, or remove it.`;
  const wrong = phases.find(({ replay }, i) =>
    replay.some(({ source }) => source.from === 'phase' && !phases.slice(0, i).some(({ key }) => key === source.phase)),
  );
  return wrong && `${wrong.name} replays a phase that is not before it. Move it down, or remove that replay.`;
}

const isSplitShare = (text: string): boolean => isBetween(text, 0, maxSplit * 100);
const splitFault = `Enter a number from 0 to ${maxSplit * 100}.`;

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
