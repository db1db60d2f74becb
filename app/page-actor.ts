import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { cache } from 'react';
import { db } from '@/prisma/db';
import type { Actor } from '@/taxonomy/accounts/contract';
import { mayActAs, type Role } from '@/taxonomy/accounts/vocabulary';
import { actorOf } from './api/session';

/** Who looks at this page, or null; asked once however many parts of the page want to know. */
export const findPageActor = cache(async (): Promise<Actor | null> => actorOf(db, { headers: await headers() }));

/**
 * Who looks at this page. A stranger goes to the sign-in page and comes back after; somebody with too weak a
 * role goes to a page that says so. Every page calls it: proxy.ts guards nothing.
 */
export async function pageActor(needed: Role = 'viewer'): Promise<Actor> {
  const actor = await findPageActor();
  if (!actor) redirect(`/sign-in?next=${encodeURIComponent((await headers()).get('x-seedleaf-path') ?? '/')}`);
  if (!mayActAs(actor.role, needed)) redirect(`/not-allowed?needed=${needed}`);
  return actor;
}
