import { randomUUID } from 'node:crypto';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import type { Database } from '@/prisma/client';
import { AddTeacherRequest } from '@/taxonomy/generation/contract-teachers';
import { startPracticeTeacher, type PracticeTeacher } from '@/taxonomy/generation/practice/server';
import { addTeacher, removeTeacher } from '@/taxonomy/generation/teacher/teachers';
import { practiceModel } from '@/taxonomy/generation/vocabulary';
import { createLeaf, saveLeaf } from '@/taxonomy/seeds/save-leaf';
import { expect, test as base } from './e2e';
import { testAccess } from './teacher-access';
import { makeFreeform } from './seeds-factories';
import { curator, makeBranch, makeFolders } from './tree-factories';

/** A practice teacher for this test, slow enough to watch, with a unique name. */
export const test = base.extend<{ teacher: PracticeTeacher & { name: string } }>({
  teacher: async ({ db }, use) => {
    const options = { port: 0, latencyMs: 250, sigma: 0.3, slots: 64, faults: [], seed: '1' };
    const practice = await startPracticeTeacher(options);
    const name = `Slow ${randomUUID().slice(0, 8)}`;
    const request = AddTeacherRequest.parse({ name, baseUrl: practice.url, model: practiceModel, slots: 4 });
    const { id } = await addTeacher(db, { ...curator, role: 'owner' }, testAccess, request);
    await use({ ...practice, name });
    await removeTeacher(db, curator, id);
    await practice.close();
  },
});

export async function makeLeaf(db: Database): Promise<{ id: string; name: string }> {
  const { root } = await makeBranch(db, 'compositional_skills');
  const [folder] = await makeFolders(db, root, `runs ${randomUUID().slice(0, 8)}`);
  if (!folder) throw new Error('no folder');
  const name = `limericks ${randomUUID().slice(0, 4)}`;
  const { id } = await createLeaf(db, curator, { parentId: folder.id, name, leafKind: 'freeform' });
  await saveLeaf(db, curator, id, { baseVersion: 1, content: makeFreeform() });
  return { id, name };
}

/** On the page of a new run. */
export async function startRun(page: Page, teacher: string, samples: string): Promise<void> {
  await page.getByLabel(teacher).click();
  await page.getByLabel('A target for each leaf').click();
  await page.getByLabel('Samples per leaf').fill(samples);
  await expect(page.getByText('Calls (max)')).toBeVisible();
  await page.getByRole('button', { name: 'Start run' }).dblclick();
  await page.waitForURL(/\/runs\/[0-9a-f-]{36}$/);
}

export const runIdOf = (page: Page) => page.url().split('/').at(-1) ?? '';
export const stateOf = (page: Page) => page.getByRole('region', { name: 'Progress' }).getByRole('status');

export async function expectNoBarrier(page: Page): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    // No color may be measured on its way to another.
    await page.evaluate(async () => {
      await new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted)));
      const moving = document.getAnimations().filter((each) => each instanceof CSSTransition);
      await Promise.allSettled(moving.map(({ finished }) => finished));
    });
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  }
}
