import { z } from 'zod';

const driverErrorOf = (cause: z.ZodType) => z.object({ meta: z.object({ driverAdapterError: z.object({ cause }) }) });

/** The database is temporarily unreachable. */
const Away = z.union([
  driverErrorOf(
    z.union([
      z.object({ kind: z.enum(['DatabaseNotReachable', 'ConnectionClosed', 'SocketTimeout', 'TooManyConnections']) }),
      // Class 08 is a lost connection, 57P01 to 57P03 a server that stops or starts, 25P03 an idle transaction of ours
      // that timed out.
      z.object({ originalCode: z.string().regex(/^(08...|57P0[123]|25P03)$/) }),
      // Closed for maintenance.
      z.object({ originalMessage: z.string().regex(/not currently accepting connections/) }),
    ]),
  ),
  // Errors of the driver (see pool.ts) and Prisma's connection timeouts have no code.
  z.object({ message: z.string().regex(/Connection terminated|timeout exceeded when trying|not queryable/) }),
  z.object({ code: z.literal('P2024') }),
]);

/** Another transaction holds a lock for too long, or a statement reached its timeout. */
const Busy = z.union([
  driverErrorOf(z.object({ originalCode: z.enum(['55P03', '57014', '40P01']) })),
  z.object({ code: z.literal('P2028') }),
]);

/** No disk space is left: 53100 is Postgres' code, the others are codes of the operating system. */
const Full = z.union([
  driverErrorOf(z.object({ originalCode: z.literal('53100') })),
  driverErrorOf(z.object({ originalMessage: z.string().regex(/No space left on device/) })),
  z.object({ code: z.enum(['ENOSPC', 'EDQUOT']) }),
]);

/** What happened, and what a person can do about it. */
const outages = [
  {
    of: Full,
    fact: 'The server’s disk is full.',
    remedy: 'Nothing was changed. Free some space, then try again.',
  },
  {
    of: Busy,
    fact: 'Someone else is changing the same things, or the server is busy.',
    remedy: 'Nothing was changed. Try again in a moment.',
  },
  { of: Away, fact: 'The database is not responding.', remedy: 'Try again in a moment.' },
];

/** The message to show if the database or the disk caused an error, searching its chain of causes; else null. */
export function outageOf(error: unknown): string | null {
  const outage = findOutage(error);
  return outage ? `${outage.fact} ${outage.remedy}` : null;
}

/** The same without a remedy, for callers that retry by themselves. */
export const outageFactOf = (error: unknown): string | null => findOutage(error)?.fact ?? null;

function findOutage(error: unknown): (typeof outages)[number] | null {
  for (let each = error; each instanceof Error; each = each.cause) {
    const outage = outages.find(({ of }) => of.safeParse(each).success);
    if (outage) return outage;
  }
  return null;
}
