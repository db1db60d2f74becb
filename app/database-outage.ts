import { db } from '@/prisma/db';
import { outageFactOf } from '@/prisma/outage';

let asking: Promise<string | null> | undefined;

/**
 * Why no page can be shown just now, or null when the database answers. Asked before a page begins, because a page that
 * has begun has already said that all is well. Requests at the same time share one question.
 */
export function databaseOutage(): Promise<string | null> {
  return (asking ??= ask().finally(() => (asking = undefined)));
}

async function ask(): Promise<string | null> {
  try {
    await db.$queryRaw`SELECT 1`;
    return null;
  } catch (error) {
    // Other failures are the page's own to report.
    return outageFactOf(error);
  }
}
