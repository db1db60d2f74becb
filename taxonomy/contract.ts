import { z } from 'zod';

/** Ids of everything but nodes: opaque UUIDs. */
export const Id = z.uuid();

/** Ids of nodes: 12 characters, opaque, and short because paths consist of them. */
export const NodeId = z.string().regex(/^[a-z0-9]{12}$/, 'not a node id');

/** The position where a list continues; opaque. */
export const Cursor = z.string().max(200);

/** The parameters of every list. Pages are by key, never by offset. */
export const PageQuery = z.object({
  cursor: Cursor.optional(),
  limit: z.coerce.number<number | string>().int().min(1).max(500).default(50),
});
export type PageQuery = z.infer<typeof PageQuery>;

/** A page of a list; `nextCursor` is null on the last one. */
export const page = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item), nextCursor: Cursor.nullable() });
export type Page<T> = { items: T[]; nextCursor: string | null };

/** The JSON of every error response. */
export const Problem = z.object({ code: z.string(), message: z.string(), detail: z.unknown().optional() });
export type Problem = z.infer<typeof Problem>;

export const Empty = z.object({});
