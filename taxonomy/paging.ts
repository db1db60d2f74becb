import { z } from 'zod';
import { Id, type Page } from './contract';
import { DomainError } from './errors';

/**
 * A page of a list, from rows fetched with one more than `limit`.
 *
 * @param cursorOf The cursor for the last row shown; the next page starts after it.
 */
export function pageOf<T>(rows: readonly T[], limit: number, cursorOf: (last: T) => string): Page<T> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: rows.length > limit && last !== undefined ? cursorOf(last) : null };
}

const Ordinal = z
  .string()
  .regex(/^\d{1,9}$/)
  .transform(Number);
const Sequence = z
  .string()
  .regex(/^\d{1,18}$/)
  .transform(BigInt);
const Moment = z
  .string()
  .transform((cursor) => cursor.split('_'))
  .pipe(z.tuple([z.string().regex(/^\d{1,15}$/), Id]))
  .transform(([time, id]) => ({ createdAt: new Date(Number(time)), id }));

/** Reads the cursor of a list ordered by small numbers; null for its beginning. */
export const readOrdinal = (cursor: string | undefined): number | null => read(Ordinal, cursor);

/** Reads the cursor of a list ordered by a database sequence; null for its beginning. */
export const readSequence = (cursor: string | undefined): bigint | null => read(Sequence, cursor);

/** Reads the cursor of a list ordered by time, and by id within a millisecond; null for its beginning. */
export const readMoment = (cursor: string | undefined): { createdAt: Date; id: string } | null => read(Moment, cursor);

export const momentCursor = ({ createdAt, id }: { createdAt: string; id: string }): string =>
  `${Date.parse(createdAt)}_${id}`;

function read<T>(schema: z.ZodType<T, string>, cursor: string | undefined): T | null {
  if (cursor === undefined) return null;
  const { success, data } = schema.safeParse(cursor);
  if (!success) throw foreignCursor();
  return data;
}

/** The error for a cursor that does not come from this list. */
export const foreignCursor = () =>
  new DomainError('invalid', 'This cursor does not belong to this list. Leave it out to start again.');
