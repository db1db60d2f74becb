import { randomUUID } from 'node:crypto';
import type { Database } from '@/prisma/client';
import { createLeaf, saveLeaf } from '@/taxonomy/seeds/save-leaf';
import { makeSample } from './factories';
import { makeFreeform } from './seeds-factories';
import { curator, makeBranch } from './tree-factories';

/** A leaf with pending samples in this order. */
export async function makeQueue(db: Database, questions: string[]): Promise<{ leafId: string; sampleIds: string[] }> {
  const { taxonomyId, root } = await makeBranch(db, 'compositional_skills');
  const node = await createLeaf(db, curator, {
    parentId: root.id,
    name: `two ${randomUUID().slice(0, 8)}`,
    leafKind: 'freeform',
  });
  await saveLeaf(db, curator, node.id, { baseVersion: 1, content: makeFreeform() });
  const sampleIds: string[] = [];
  for (const question of questions) {
    const { id } = await makeSample(db, { leaf: { id: node.id, taxonomyId }, question });
    sampleIds.push(id);
  }
  return { leafId: node.id, sampleIds };
}
