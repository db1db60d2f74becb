import type { Page } from '@playwright/test';
import { randomUUID } from 'node:crypto';
import type { Database } from '@/prisma/client';
import type { LeafContent } from '@/taxonomy/seeds/contract';
import { createLeaf, saveLeaf } from '@/taxonomy/seeds/save-leaf';
import { expect } from './e2e';
import { makeFreeform } from './seeds-factories';
import { curator, makeBranch, makeFolders } from './tree-factories';

/** A separate folder for a test, below the compositional skills. */
export async function makeFolder(db: Database) {
  const { taxonomyId, root } = await makeBranch(db, 'compositional_skills');
  const [folder] = await makeFolders(db, root, `folder ${randomUUID().slice(0, 8)}`);
  if (!folder) throw new Error('no folder');
  return { taxonomyId, folder };
}

export async function makeLeafIn(db: Database, content: LeafContent = makeFreeform(), name = 'planets') {
  const { folder } = await makeFolder(db);
  const leaf = await createLeaf(db, curator, { parentId: folder.id, name, leafKind: 'freeform' });
  await saveLeaf(db, curator, leaf.id, { baseVersion: 1, content });
  return { folder, leaf };
}

export const contentOf = async (db: Database, nodeId: string) =>
  (await db.leaf.findUniqueOrThrow({ where: { nodeId }, include: { currentRevision: true } })).currentRevision.content;

export const row = (page: Page, name: string) => page.getByRole('treeitem', { name: new RegExp(`^${name},`) });
export const save = (page: Page) => page.getByRole('button', { name: /^Save/ });
export const field = (page: Page, name: string) => page.getByRole('textbox', { name });
export const done = (page: Page, act: string) => expect(page.getByText(act)).toBeVisible();
export const saved = (page: Page, version: number) => page.getByRole('heading', { name: `Version ${version}` });
/** A click before the page's code has loaded does nothing; a person would notice and click again. */
export const openSeed = (page: Page, number: number) =>
  expect(async () => {
    const seed = page.getByRole('button', { name: new RegExp(`^Seed ${number}`) });
    if ((await seed.getAttribute('aria-expanded', { timeout: 5_000 })) !== 'true') await seed.click({ timeout: 5_000 });
    await expect(seed).toHaveAttribute('aria-expanded', 'true', { timeout: 2_000 });
  }).toPass();
