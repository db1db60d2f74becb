import { limits } from '@/taxonomy/generation/vocabulary';
import { type RuleName } from '@/taxonomy/generation/vocabulary-rows';
import { numberText } from '../numbers';

/** The values in the fields. A target of null is LAB's default; in the other fields '' means “not set”. */
export type Settings = {
  target: string | null;
  seed: string;
  maxCalls: string;
  maxTokens: string;
  rulesOff: RuleName[];
  /** ROUGE-L over which rows are near-duplicates; null drops none. */
  threshold: string | null;
};

/** What is wrong with the settings, by field. */
export const faultsOf = ({
  target,
  maxCalls,
  maxTokens,
  threshold,
}: Settings): Record<'target' | 'maxCalls' | 'maxTokens' | 'threshold', string | null> => ({
  target: target === null ? null : wholeFault(target, limits.target),
  maxCalls: maxCalls === '' ? null : wholeFault(maxCalls, limits.calls),
  maxTokens: maxTokens === '' ? null : wholeFault(maxTokens, limits.tokens),
  threshold: threshold === null ? null : thresholdFault(threshold),
});

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
