import { z } from 'zod';
import { documentVariants, factsOf, variantNames } from './vocabulary-pipelines';

/** The part of a sample's origin that marks are made from. Samples of early versions lack some of it. */
export const Marked = z.object({
  documentVariant: z.enum(variantNames).nullable().catch(null),
  isAuxiliary: z.boolean().default(false),
});

/** What sets a sample apart from LAB's usual ones, in words for people. */
export function marksOf(
  pipeline: string,
  { documentVariant, isAuxiliary }: z.infer<typeof Marked>,
  file: { name: string; line: number } | null = null,
): string[] {
  const facts = factsOf(pipeline);
  return [
    ...(file ? [`Imported: ${file.name}, row ${file.line}`] : []),
    ...(facts?.isBaseline ? [`Baseline: ${facts.label}`] : []),
    ...(isAuxiliary && documentVariant ? [`Auxiliary: ${documentVariants[documentVariant]}`] : []),
  ];
}
