import { z } from 'zod';
import { styleNames } from './vocabulary-style';

export const AnswerStyleName = z.enum(styleNames);

/** Null takes the default of the leaf's kind. */
export const SetAnswerStyleRequest = z.strictObject({ style: AnswerStyleName.nullable() });
export type SetAnswerStyleRequest = z.infer<typeof SetAnswerStyleRequest>;

export const LeafAnswerStyle = z.object({
  /** The leaf's own; null when it takes the default. */
  style: AnswerStyleName.nullable(),
  default: AnswerStyleName,
});
export type LeafAnswerStyle = z.infer<typeof LeafAnswerStyle>;
