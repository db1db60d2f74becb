// Apart from the other words of money, because few pages need them at once.
import { dollarsText } from './vocabulary-money';

/** Prices per million tokens, as one phrase. */
export const pricesText = (input: number, output: number): string =>
  `$${dollarsText(input)} in and $${dollarsText(output)} out per million tokens`;

/** Prices and where they are from, as one phrase. The cost at them is an estimate when a price changes by the hour. */
export function priceText({ source, input, output, list }: PriceInWords): string {
  if (source === 'built_in') return 'free, because it is built in';
  const prices = pricesText(input.base, output.base);
  if (!list) return `${prices}, entered by hand`;
  const highest = list.isHighestOfDay ? ', the highest of the day' : '';
  return `${prices}${highest}, from the price list ${list.name} ${list.version} (${list.provider}, ${list.model})`;
}

/** Said of a model that the price list marks as deprecated. It gives no date. */
export const endOfModel = 'The price list marks this model as deprecated: its provider ends it, or has ended it.';

type PriceInWords = {
  source: 'own' | 'list' | 'built_in';
  input: { base: number };
  output: { base: number };
  list: { name: string; version: string; provider: string; model: string; isHighestOfDay: boolean } | null;
};
