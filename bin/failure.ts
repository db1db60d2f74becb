import { CommanderError, InvalidArgumentError } from 'commander';
import { DomainError } from '@/taxonomy/errors';

/** An expected failure of a command outside the domain: one sentence with its remedy. */
export class CommandFailure extends Error {
  override readonly name = 'CommandFailure';
}

/**
 * Prints an error to standard error and returns the exit code: 1, or 2 for wrong usage. Unexpected errors also mention
 * --trace.
 */
export function reportFailure(error: unknown, withTrace: boolean): number {
  if (error instanceof CommanderError) {
    // Commander has already printed its own errors, but not those thrown by actions.
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
  return `${error.message || error.name} (Unexpected error. Add --trace to see where it comes from.)`;
}
