import type { Database } from '@/prisma/client';
import { commandLine } from '@/taxonomy/accounts/command-line';
import type { Actor } from '@/taxonomy/accounts/contract';
import { createNode } from '@/taxonomy/tree/create-node';
import { ensureTaxonomy, listNodesPage, type PlacedNode } from '@/taxonomy/tree/nodes';
import type { Branch } from '@/taxonomy/tree/vocabulary';

/** The command line, with no more than a curator's rights. */
export const curator: Actor = { ...commandLine, role: 'curator' };

/** The taxonomy and the root of a branch in it. */
export async function makeBranch(db: Database, branch: Branch): Promise<{ taxonomyId: string; root: PlacedNode }> {
  const { id: taxonomyId } = await ensureTaxonomy(db);
  const { items } = await listNodesPage(db, taxonomyId, { limit: 5_000 });
  const root = items.find((node) => node.branch === branch && node.parentId === null);
  if (!root) throw new Error(`no branch ${branch}`);
  return { taxonomyId, root };
}

/** Nested folders, outermost first; existing ones are reused. */
export async function makeFolders(db: Database, parent: PlacedNode, ...names: string[]): Promise<PlacedNode[]> {
  const made: PlacedNode[] = [];
  for (const name of names) made.push(await createNode(db, curator, { parentId: (made.at(-1) ?? parent).id, name }));
  return made;
}
