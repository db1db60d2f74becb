import { InvalidArgumentError } from 'commander';
import { Id } from '@/taxonomy/contract';

/** The id of a run as an argument. @throws InvalidArgumentError for any other text. */
export function runId(text: string): string {
  if (!Id.safeParse(text).success)
    throw new InvalidArgumentError(`“${text}” is not the id of a run. List runs with: run list.`);
  return text;
}
