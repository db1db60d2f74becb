import type { OwnPrice, Price, Rate } from '../contract-prices';
import { findListed } from './price-list';

type Priced = { baseUrl: string; model: string; ownPrice: OwnPrice | null; isBuiltIn: boolean };

/**
 * The price of a teacher's calls: what a person entered, else what the list says, else null. Null means unknown: it is
 * never shown as 0, and nothing is guessed.
 *
 * `isDeprecated`: the list says that its provider ends the model.
 */
export function priceOf(teacher: Priced, at: Date): { price: Price | null; isDeprecated: boolean } {
  const { baseUrl, model, ownPrice, isBuiltIn } = teacher;
  const listed = isBuiltIn ? null : findListed(baseUrl, model, at);
  const isDeprecated = listed?.isDeprecated ?? false;
  if (ownPrice) return { price: flatPrice('own', ownPrice), isDeprecated };
  if (isBuiltIn) return { price: flatPrice('built_in', { input: 0, output: 0 }), isDeprecated };
  return { price: listed?.price ?? null, isDeprecated };
}

const flatPrice = (source: 'own' | 'built_in', { input, output }: OwnPrice): Price => ({
  source,
  input: { base: input, tiers: [] },
  cachedInput: null,
  output: { base: output, tiers: [] },
  list: null,
});

export type Usage = {
  promptTokens: number;
  /** The part of `promptTokens` that came from the server's cache. */
  cachedTokens: number;
  completionTokens: number;
};

/** What one call costs, in picodollars: tokens times micro-dollars per million tokens. */
export function costOf({ input, cachedInput, output }: Price, usage: Usage): bigint {
  const { promptTokens, completionTokens } = usage;
  const cachedTokens = Math.min(usage.cachedTokens, promptTokens);
  const cost = (tokens: number, rate: Rate) => BigInt(tokens) * BigInt(rateFor(rate, promptTokens));
  return (
    cost(promptTokens - cachedTokens, input) + cost(cachedTokens, cachedInput ?? input) + cost(completionTokens, output)
  );
}

/** The tier of a call depends on its input tokens, for its output as well. */
function rateFor({ base, tiers }: Rate, inputTokens: number): number {
  return tiers.findLast(({ aboveInputTokens }) => inputTokens > aboveInputTokens)?.price ?? base;
}

const PICOS_IN_MICRO = 1_000_000n;

/** Rounded up, so that no cost is ever shown as less than it is. */
export const microsOf = (picos: bigint): number => Number((picos + PICOS_IN_MICRO - 1n) / PICOS_IN_MICRO);
