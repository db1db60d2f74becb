import { InvalidArgumentError } from 'commander';
import { parseDollars } from '@/taxonomy/generation/vocabulary-money';

/** An amount in US dollars, as micro-dollars. */
export function dollars(text: string): number {
  const micros = parseDollars(text);
  if (micros === null) throw new InvalidArgumentError('It must be an amount in US dollars, such as 0.15.');
  return micros;
}
