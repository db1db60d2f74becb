import { redirect } from 'next/navigation';
import { db } from '@/prisma/db';
import { mayActAs } from '@/taxonomy/accounts/vocabulary';
import { listTaxonomies } from '@/taxonomy/tree/nodes';
import { pageActor } from './page-actor';

/** A reviewer's work waits at the desk. An empty Seedleaf welcomes whoever can fill it; else work begins at the tree. */
export default async function HomePage() {
  const actor = await pageActor();
  if (actor.role === 'reviewer') redirect('/review');
  const taxonomies = await listTaxonomies(db);
  const isEmpty = taxonomies.every(({ leafCount }) => leafCount === 0);
  redirect(isEmpty && mayActAs(actor.role, 'curator') ? '/welcome' : '/taxonomy');
}
