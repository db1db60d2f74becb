import { limits } from '@/taxonomy/generation/vocabulary';
import { numberText } from '../numbers';

/** As they stand in the fields. A target of null is the method's own; elsewhere '' is for “not set”. */
export type Settings = { target: string | null; seed: string; maxCalls: string; maxTokens: string };

/** What keeps the run from starting, by field. */
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
