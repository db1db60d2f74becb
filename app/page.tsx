import { redirect } from 'next/navigation';
import { db } from '@/prisma/db';
import { mayActAs } from '@/taxonomy/accounts/vocabulary';
import { listTaxonomies } from '@/taxonomy/tree/nodes';
import { pageActor } from './page-actor';

/**
 * Reviewers start at the review queue. An empty Seedleaf shows the welcome page to people who can add leaves. Everyone
 * else starts at the taxonomy.
 */
export default async function HomePage() {
  const actor = await pageActor();
  if (actor.role === 'reviewer') redirect('/review');
  const taxonomies = await listTaxonomies(db);
  const isEmpty = taxonomies.every(({ leafCount }) => leafCount === 0);
  redirect(isEmpty && mayActAs(actor.role, 'curator') ? '/welcome' : '/taxonomy');
}
