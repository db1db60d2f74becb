import { z } from 'zod';
import { storable } from '../text';
import { limits } from './vocabulary';
import { safetyCategories, type SafetyCategory } from './vocabulary-rows';

const category = z.enum(Object.keys(safetyCategories) as [SafetyCategory, ...SafetyCategory[]]);

/** A kind of harm that a leaf's samples are not dropped for, and why. */
export const SafetyException = z.strictObject({
  category,
  reason: storable(z.string().trim().min(1, 'Enter a reason.').max(limits.safetyReason)),
});
export type SafetyException = z.infer<typeof SafetyException>;

/** All exceptions of a leaf; those that are left out end. */
export const SetSafetyRequest = z.strictObject({
  exceptions: z
    .array(SafetyException)
    .max(Object.keys(safetyCategories).length)
    .refine(
      (list) => new Set(list.map((each) => each.category)).size === list.length,
      'A category can be listed only once.',
    ),
});
export type SetSafetyRequest = z.infer<typeof SetSafetyRequest>;

export const LeafSafety = z.object({
  exceptions: z.array(z.object({ category, reason: z.string(), setBy: z.string(), setAt: z.iso.datetime() })),
});
export type LeafSafety = z.infer<typeof LeafSafety>;
