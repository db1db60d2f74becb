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
};

/** What is wrong with the settings, by field. */
export const faultsOf = ({
  target,
  maxCalls,
  maxTokens,
}: Settings): Record<'target' | 'maxCalls' | 'maxTokens', string | null> => ({
  target: target === null ? null : wholeFault(target, limits.target),
  maxCalls: maxCalls === '' ? null : wholeFault(maxCalls, limits.calls),
  maxTokens: maxTokens === '' ? null : wholeFault(maxTokens, limits.tokens),
});

const wholeFault = (text: string, most: number): string | null =>
  /^\d+$/.test(text) && Number(text) >= 1 && Number(text) <= most
    ? null
    : `Enter a whole number from 1 to ${numberText(most)}.`;
