import { z } from 'zod';

const driverErrorOf = (cause: z.ZodType) => z.object({ meta: z.object({ driverAdapterError: z.object({ cause }) }) });

/** The database cannot be reached now, and may well be in a moment. */
const Away = z.union([
  driverErrorOf(
    z.union([
      z.object({ kind: z.enum(['DatabaseNotReachable', 'ConnectionClosed', 'SocketTimeout', 'TooManyConnections']) }),
      // Class 08 is a lost connection, 57P01 to 57P03 a server that stops or starts, 25P03 a transaction that we left idle.
      z.object({ originalCode: z.string().regex(/^(08...|57P0[123]|25P03)$/) }),
    ]),
  ),
  // What the driver finds out itself has no code (see pool.ts), nor has a connection that Prisma waits for in vain.
  z.object({ message: z.string().regex(/Connection terminated|timeout exceeded when trying|not queryable/) }),
  z.object({ code: z.literal('P2024') }),
]);

/** Somebody else's transaction holds what this one needs, or the work is more than this machine does in the time. */
const Busy = z.union([
  driverErrorOf(z.object({ originalCode: z.enum(['55P03', '57014', '40P01']) })),
  z.object({ code: z.literal('P2028') }),
]);

/** No space is left: 53100 is Postgres' own word, the others are what the system says of a file. */
const Full = z.union([
  driverErrorOf(z.object({ originalCode: z.literal('53100') })),
  driverErrorOf(z.object({ originalMessage: z.string().regex(/No space left on device/) })),
  z.object({ code: z.enum(['ENOSPC', 'EDQUOT']) }),
]);

const troubles = [
  { of: Full, message: 'The disk of the server is full, and nothing was changed. Free some space, then try again.' },
  {
    of: Busy,
    message:
      'Others are changing the same things, or this takes too long right now. Nothing was changed. Try again in a moment.',
  },
  { of: Away, message: 'The database does not answer right now. Try again in a moment.' },
];

/** What a person is told when a call failed for want of the database or the disk, however deep in the causes that is; else null. */
export function troubleOf(error: unknown): string | null {
  for (let each = error; each instanceof Error; each = each.cause) {
    const trouble = troubles.find(({ of }) => of.safeParse(each).success);
    if (trouble) return trouble.message;
  }
  return null;
}
