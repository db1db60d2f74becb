import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { pageActor } from '@/app/page-actor';
import { leafDetail } from '@/components/seeds/api';
import { packPart } from '@/components/tree/packed-part';
import { TaxonomyScreen } from '@/components/seeds/taxonomy-screen';
import { db } from '@/prisma/db';
import { getLeaf } from '@/taxonomy/seeds/leaf';
import { getTheTaxonomy } from '@/taxonomy/tree/nodes';
import { getTree } from '@/taxonomy/tree/tree';

export const metadata: Metadata = { title: 'Taxonomy' };

export default async function TaxonomyPage({ params }: PageProps<'/taxonomy/[[...path]]'>) {
  const actor = await pageActor();
  const nodeId = (await params).path?.[0];

  const taxonomy = await getTheTaxonomy(db);
  const client = new QueryClient();
  const tree = await getTree(db, taxonomy.id, { parents: [], around: nodeId === undefined ? [] : [nodeId] });
  // For a folder there is no leaf to send with the page; for a node that is gone, the screen says so.
  const isLeaf = nodeId !== undefined && (tree.items.find((node) => node.id === nodeId)?.leaf ?? null) !== null;
  if (isLeaf) client.setQueryData(leafDetail(nodeId).queryKey, await getLeaf(db, nodeId));

  return (
    <HydrationBoundary state={dehydrate(client)}>
      <TaxonomyScreen taxonomyId={taxonomy.id} actor={actor} tree={packPart(tree)} />
    </HydrationBoundary>
  );
}
