import type { BatchMode, ChosenPipelines } from '@/taxonomy/generation/contract';
import { moneyLimits, moneyText, parseDollars } from '@/taxonomy/generation/vocabulary-money';
import { limits } from '@/taxonomy/generation/vocabulary';
import type { ComparedWithin } from '@/taxonomy/generation/vocabulary-compared';
import { type RuleName } from '@/taxonomy/generation/vocabulary-rows';
import { numberText } from '../numbers';

/** The values in the fields. A target of null is LAB's default; in the other fields '' means “not set”. */
export type Settings = {
  target: string | null;
  /** Asks again for what is dropped, until the target is reached. */
  isRepeated: boolean;
  /** Pauses after the first tasks. */
  isTrial: boolean;
  /** Requests go to files, or to the batch API of the teacher’s server, and are answered later. */
  batch: BatchMode;
  seed: string;
  maxCalls: string;
  maxTokens: string;
  /** In dollars. */
  maxCost: string;
  maxMinutes: string;
  /** Null for the teacher that writes. */
  judgeTeacherId: string | null;
  judgeVotes: 1 | 3;
  rulesOff: RuleName[];
  /** ROUGE-L over which rows are near-duplicates; null drops none. */
  threshold: string | null;
  /** The leaves whose rows are compared with each other. */
  within: ComparedWithin;
  /** By kind of leaf; a kind that is left out takes its default. */
  pipelines: ChosenPipelines;
  /** The grade that rows need, by judge step; left out where those of the leaf hold. */
  thresholds: Record<string, number>;
  asksEveryJudge: boolean;
};

/** What is wrong with the settings, by field. @param hasPrice Whether the prices of its teachers are known. */
export const faultsOf = (
  { target, maxCalls, maxTokens, maxCost, maxMinutes, threshold }: Settings,
  hasPrice: boolean,
): Record<'target' | 'maxCalls' | 'maxTokens' | 'maxCost' | 'maxMinutes' | 'threshold', string | null> => ({
  target: target === null ? null : wholeFault(target, limits.target),
  maxCalls: maxCalls === '' ? null : wholeFault(maxCalls, limits.calls),
  maxTokens: maxTokens === '' ? null : wholeFault(maxTokens, limits.tokens),
  maxCost: maxCost === '' ? null : hasPrice ? costFault(maxCost) : 'The price of a teacher is unknown. Set it first.',
  maxMinutes: maxMinutes === '' ? null : wholeFault(maxMinutes, limits.minutes),
  threshold: threshold === null ? null : thresholdFault(threshold),
});

export function costFault(text: string): string | null {
  const cost = parseDollars(text);
  if (cost === null || cost === 0) return 'Enter an amount in US dollars, such as 2.50.';
  return cost > moneyLimits.cost ? `At most ${moneyText(moneyLimits.cost)}.` : null;
}

const thresholdFault = (text: string): string | null =>
  /^[01]([.,]\d+)?$/.test(text) && thresholdOf(text) >= limits.lowestThreshold && thresholdOf(text) <= 1
    ? null
    : `Enter a number from ${limits.lowestThreshold} to 1, such as 0.7.`;

/** In many languages the decimal mark is a comma. */
export const thresholdOf = (text: string): number => Number(text.replace(',', '.'));

const wholeFault = (text: string, most: number): string | null =>
  /^\d+$/.test(text) && Number(text) >= 1 && Number(text) <= most
    ? null
    : `Enter a whole number from 1 to ${numberText(most)}.`;

export type RunSettingsProps = {
  settings: Settings;
  faults: ReturnType<typeof faultsOf>;
  onChange: (settings: Settings) => void;
  /** The most calls of the estimate; null while there is none. */
  boundCalls: number | null;
};
