import { z } from 'zod';

export const Message = z.strictObject({ role: z.enum(['system', 'user', 'assistant']), content: z.string() });
export type Message = z.infer<typeof Message>;

/** A conversation as it is stored of an imported row. */
export const Messages = z.array(Message).min(1);

/**
 * The context that a row shows: the sample's own, or the passages of a RAFT row one after the other.
 *
 * @see instructlab/sdg, datamixing.py
 */
export const contextOf = ({
  context,
  passages,
}: {
  context: string | null;
  passages: string[] | null;
}): string | null => (passages === null ? context : passages.map((passage) => `Document:\n${passage}\n\n`).join('\n'));
