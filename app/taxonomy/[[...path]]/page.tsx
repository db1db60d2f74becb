import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { z } from 'zod';
import { pageActor } from '@/app/page-actor';
import { leafDetail } from '@/components/seeds/api';
import { treeNodes } from '@/components/tree/api';
import { TaxonomyScreen } from '@/components/tree/taxonomy-screen';
import { db } from '@/prisma/db';
import { getLeaf } from '@/taxonomy/seeds/leaf';
import { TreeNode } from '@/taxonomy/tree/contract';
import { getTheTaxonomy, listNodesPage } from '@/taxonomy/tree/nodes';

export const metadata: Metadata = { title: 'Taxonomy' };

// A tree of this size comes with the page; a larger one would weigh the page down and is fetched beside it.
const SENT_ALONG = 500;

export default async function TaxonomyPage({ params }: PageProps<'/taxonomy/[[...path]]'>) {
  const actor = await pageActor();
  const nodeId = (await params).path?.[0];

  const taxonomy = await getTheTaxonomy(db);
  const client = new QueryClient();
  const { items, nextCursor } = await listNodesPage(db, taxonomy.id, { limit: SENT_ALONG });
  if (nextCursor === null) client.setQueryData(treeNodes(taxonomy.id).queryKey, z.array(TreeNode).parse(items));
  // A folder has no leaf to send along; and of a node that is gone the screen tells.
  const isLeaf = nodeId !== undefined && (items.find((node) => node.id === nodeId)?.leaf ?? null) !== null;
  if (isLeaf) client.setQueryData(leafDetail(nodeId).queryKey, await getLeaf(db, nodeId));

  return (
    <HydrationBoundary state={dehydrate(client)}>
      <TaxonomyScreen taxonomyId={taxonomy.id} actor={actor} />
    </HydrationBoundary>
  );
}
