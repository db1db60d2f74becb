import { InvalidArgumentError } from 'commander';
import { limits } from '@/taxonomy/generation/vocabulary';
import { parseDollars } from '@/taxonomy/generation/vocabulary-money';

/** An amount in US dollars, as micro-dollars. */
export function dollars(text: string): number {
  const micros = parseDollars(text);
  if (micros === null) throw new InvalidArgumentError('It must be an amount in US dollars, such as 0.15.');
  return micros;
}

/** A similarity limit, or `keep` for none. */
export function thresholdOrKeep(text: string): number | 'keep' {
  if (text === 'keep') return text;
  const threshold = /^[01](\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (threshold >= limits.lowestThreshold && threshold <= 1) return threshold;
  throw new InvalidArgumentError(`It must be a number from ${limits.lowestThreshold} to 1, or “keep”.`);
}

/** A whole number from 1. */
export function whole(text: string): number {
  if (!/^[1-9]\d{0,11}$/.test(text)) throw new InvalidArgumentError('It must be a whole number from 1.');
  return Number(text);
}
