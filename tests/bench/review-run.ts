import { connect } from '@/prisma/client';
import { openBrowser } from '../support/browser';
import { makeLeaf, makeSample } from '../support/factories';
import { startServer } from '../support/server';
import { signInAs } from '../support/sign-in';
import { getTheTaxonomy } from '@/taxonomy/tree/nodes';
import { makeBranch } from '../support/tree-factories';
import type { Figure } from './figure';
import { measureReview } from './review';

const SAMPLES = 300;

/** Starts a whole Seedleaf with a queue of samples, and measures its review page in Chromium. */
export async function measure(): Promise<Figure[]> {
  const server = await startServer();
  const db = connect(server.databaseUrl, 3);
  const browser = await openBrowser();
  try {
    const { id: taxonomyId } = await getTheTaxonomy(db);
    const { root } = await makeBranch(db, 'compositional_skills');
    const leaf = await makeLeaf(db, { taxonomyId, parentId: root.id, parentPath: root.path, name: 'planets' });
    for (let i = 0; i < SAMPLES; i += 1) await makeSample(db, { leaf });
    const page = await (await browser.newContext({ baseURL: server.url })).newPage();
    await signInAs(page, db, 'reviewer', server.url);
    await page.goto(`/review/${leaf.id}`);
    await page.locator('[data-sample-id]').waitFor();
    return await measureReview(page);
  } finally {
    await browser.close();
    await db.$disconnect();
    await server.dispose();
  }
}
