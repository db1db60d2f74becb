import type { Database } from '@/prisma/client';
import type { Actor } from '@/taxonomy/accounts/contract';

/** Who sent a request, by their session cookie; null for a stranger. Written by the accounts work. */
export async function actorOf(_db: Database, _request: Request): Promise<Actor | null> {
  return null;
}
