import { CommanderError, InvalidArgumentError } from 'commander';
import { DomainError } from '@/taxonomy/errors';

/** A failure that a command foresaw outside the domain: one sentence with its remedy. */
export class CommandFailure extends Error {
  override readonly name = 'CommandFailure';
}

/**
 * Says on standard error what went wrong, and gives the exit code: 1, or 2 for wrong usage.
 * Foreseen failures are their own sentence; anything else also says how to see where it came from.
 */
export function reportFailure(error: unknown, withTrace: boolean): number {
  if (error instanceof CommanderError) {
    // Commander has printed what it found itself; an action that refuses an argument has not.
    if (error instanceof InvalidArgumentError) console.error(error.message);
    return error.exitCode === 0 ? 0 : 2;
  }
  if (withTrace) console.error(error);
  else console.error(sentenceOf(error));
  return 1;
}

function sentenceOf(error: unknown): string {
  if (error instanceof DomainError || error instanceof CommandFailure) return error.message;
  if (!(error instanceof Error)) return String(error);
  return `${error.message || error.name} (Unforeseen; add --trace to see where it comes from.)`;
}
