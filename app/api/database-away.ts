import { z } from 'zod';

const driverErrorOf = (cause: z.ZodType) => z.object({ meta: z.object({ driverAdapterError: z.object({ cause }) }) });

/** How Prisma's driver names a database that cannot be reached now, and may well be in a moment. */
const Away = driverErrorOf(
  z.union([
    z.object({ kind: z.enum(['DatabaseNotReachable', 'ConnectionClosed', 'SocketTimeout', 'TooManyConnections']) }),
    // Postgres itself: class 08 is a lost connection, 57P01 to 57P03 a server that stops or starts.
    z.object({ originalCode: z.string().regex(/^(08...|57P0[123])$/) }),
  ]),
);

/** True when a call failed because the database does not answer, however deep in the causes that stands. */
export function isDatabaseAway(error: unknown): boolean {
  for (let each = error; each instanceof Error; each = each.cause) {
    if (Away.safeParse(each).success) return true;
  }
  return false;
}
