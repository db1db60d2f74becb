import type { Database } from '@/prisma/client';
import type { EvaluationSetNumbers } from '../contract-evaluation-set';
import { leftOutOf } from './left-out';
import { plannedSet } from './planned-sets';

/**
 * How many questions the evaluation set of a version has, and what is left out of it.
 *
 * @throws DomainError as planSet does.
 */
export async function countSet(db: Database, versionId: string): Promise<EvaluationSetNumbers> {
  const { numbers } = await plannedSet(db, versionId);
  const { set, split, samples, compared, leaves } = numbers;
  const sum = (kind: 'choices' | 'answers') => leaves.reduce((all, leaf) => all + leaf[kind], 0);
  return {
    set,
    split,
    samples,
    compared,
    leaves: leaves.length,
    choices: sum('choices'),
    answers: sum('answers'),
    leftOut: leftOutOf(numbers),
  };
}
