import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { cache } from 'react';
import { db } from '@/prisma/db';
import type { Actor } from '@/taxonomy/accounts/contract';
import { mayActAs, type Role } from '@/taxonomy/accounts/vocabulary';
import { actorOf } from './api/session';

/** The signed-in person, or null. Looked up once per request. */
export const findPageActor = cache(async (): Promise<Actor | null> => actorOf(db, { headers: await headers() }));

/**
 * The signed-in person. Redirects to the sign-in page and back, or to /not-allowed when the role is too weak. Every
 * page must call it, because proxy.ts does not check access.
 */
export async function pageActor(needed: Role = 'viewer'): Promise<Actor> {
  const actor = await findPageActor();
  if (!actor) redirect(`/sign-in?next=${encodeURIComponent((await headers()).get('x-seedleaf-path') ?? '/')}`);
  if (!mayActAs(actor.role, needed)) redirect(`/not-allowed?needed=${needed}`);
  return actor;
}
