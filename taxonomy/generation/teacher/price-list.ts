import { calcPrice, findProvider, type ModelPrice } from '@pydantic/genai-prices';
import type { Price, Rate } from '../contract-prices';

/** The bundled list. It is never updated over the network: a run must be able to name the prices that it used. */
export const priceList = { name: 'genai-prices', version: '0.1.8' } as const;

export type ListedModel = { price: Price; isDeprecated: boolean };

/**
 * The price of a model at the server with this address, for a call at this moment.
 *
 * Null when the list does not know the address, so that a model on the own machine or behind a gateway never gets the
 * price of another provider; and when it does not know the model, or the price is not by tokens alone.
 */
export function findListed(baseUrl: string, model: string, at: Date): ListedModel | null {
  const provider = findProvider({ providerApiUrl: baseUrl });
  if (!provider || !isItsAddress(provider.api_pattern, baseUrl)) return null;
  // Google's own list of models has this prefix, the price list has not.
  const name = model.replace(/^models\//, '');
  const priceAt = (timestamp: Date) => calcPrice({}, name, { provider, timestamp });
  const now = priceAt(at);
  if (!now) return null;
  const isByHour =
    Array.isArray(now.model.prices) && now.model.prices.some(({ constraint }) => constraint?.type === 'time_of_date');
  const all = isByHour ? momentsOf(at).map((moment) => priceAt(moment)?.model_price) : [now.model_price];
  const [highest] = all.flatMap((price) => (price && ratesOf(price)) ?? []).sort((a, b) => sumOf(b) - sumOf(a));
  if (!highest) return null;
  const list = { ...priceList, provider: provider.name, model: now.model.id, isHighestOfDay: isByHour };
  return { price: { source: 'list', ...highest, list }, isDeprecated: now.model.deprecated === true };
}

/** The patterns match the beginning of an address: `api.openai.com.example` is somebody else. */
function isItsAddress(pattern: string, baseUrl: string): boolean {
  const matched = new RegExp(`^(?:${pattern})`).exec(baseUrl)?.[0];
  if (matched === undefined) return false;
  return /[./]$/.test(matched) || !/^[\w.:-]/.test(baseUrl.slice(matched.length));
}

/** The moments of a day at which prices may change. */
const momentsOf = (at: Date): Date[] =>
  Array.from({ length: 48 }, (_, half) => new Date(at.toISOString().slice(0, 10) + timeOf(half)));
const timeOf = (half: number): string => `T${String(half >> 1).padStart(2, '0')}:${half % 2 === 0 ? '00' : '30'}:00Z`;

type Rates = Pick<Price, 'input' | 'cachedInput' | 'output'>;

const sumOf = ({ input, output }: Rates): number => input.base + output.base;

function ratesOf({ input_mtok, cache_read_mtok, output_mtok, requests_kcount }: ModelPrice): Rates | null {
  // A fee for each request as well depends on settings that are not known here.
  if (input_mtok === undefined || output_mtok === undefined || requests_kcount !== undefined) return null;
  return {
    input: rateOf(input_mtok),
    cachedInput: cache_read_mtok === undefined ? null : rateOf(cache_read_mtok),
    output: rateOf(output_mtok),
  };
}

/** The list's floats become whole micro-dollars here, once. */
function rateOf(price: NonNullable<ModelPrice[string]>): Rate {
  if (typeof price === 'number') return { base: toMicros(price), tiers: [] };
  const tiers = price.tiers
    .map(({ start, price: dollars }) => ({ aboveInputTokens: start, price: toMicros(dollars) }))
    .sort((a, b) => a.aboveInputTokens - b.aboveInputTokens);
  return { base: toMicros(price.base), tiers };
}

const toMicros = (dollars: number): number => Math.round(dollars * 1_000_000);
