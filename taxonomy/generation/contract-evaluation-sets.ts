import { z } from 'zod';
import { Id } from '../contract';
import { limits } from './vocabulary';

/** A set as a run uses it. */
export const EvaluationSetRef = z.object({ id: Id, name: z.string(), texts: z.int() });
export type EvaluationSetRef = z.infer<typeof EvaluationSetRef>;

/** Texts of a test, such as a benchmark, that no sample may be like. */
export const EvaluationSet = EvaluationSetRef.extend({ addedBy: z.string(), createdAt: z.iso.datetime() });
export type EvaluationSet = z.infer<typeof EvaluationSet>;

export const EvaluationSets = z.object({ items: z.array(EvaluationSet) });
export type EvaluationSets = z.infer<typeof EvaluationSets>;

/** The file itself is the body. `field` names the text in each line of JSON; without it, a usual name is looked for. */
export const AddEvaluationSetQuery = z.object({
  name: z.string().trim().min(1).max(limits.evaluationSetName),
  field: z.string().trim().min(1).max(200).optional(),
});
export type AddEvaluationSetQuery = z.infer<typeof AddEvaluationSetQuery>;
