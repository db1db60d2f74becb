import { DomainError } from '../../errors';
import type { ImportMapping } from '../contract-imported';

/** The fields that a person named; null for none. @throws DomainError `invalid` when one of the two is missing. */
export function mappingOf({ question, answer, context, system }: Partial<ImportMapping>): ImportMapping | null {
  if (question !== undefined && answer !== undefined) return { question, answer, context, system };
  if ([question, answer, context, system].every((field) => field === undefined)) return null;
  throw new DomainError('invalid', 'Name both the field of the question and the field of the answer.');
}
