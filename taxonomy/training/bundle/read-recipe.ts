import { DomainError } from '../../errors';
import { parseOrRefuse } from '../../parse';
import { TrainingRecipe } from '../contract-bundle';

/** @throws DomainError `invalid` with the problems of the recipe. */
export function readRecipe(text: string): TrainingRecipe {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new DomainError('invalid', `The recipe is no JSON: ${(cause as Error).message}`, { cause });
  }
  return parseOrRefuse(TrainingRecipe, json);
}
