import { randomUUID } from 'node:crypto';
import { AddTeacherRequest } from '@/taxonomy/generation/contract-teachers';
import { addTeacher, removeTeacher } from '@/taxonomy/generation/teacher/teachers';
import { practiceModel } from '@/taxonomy/generation/vocabulary';
import { expect } from '../support/e2e';
import { expectNoBarrier, makeLeaf, test } from '../support/run-pages';
import { signInAs } from '../support/sign-in';
import { testAccess } from '../support/teacher-access';
import { curator } from '../support/tree-factories';

test('two models answer two questions, hidden until a vote, which is then listed', async ({
  page,
  db,
  teacher,
  baseURL,
}) => {
  const name = `Tuned ${randomUUID().slice(0, 8)}`;
  const request = AddTeacherRequest.parse({ name, baseUrl: teacher.url, model: practiceModel });
  const { id } = await addTeacher(db, { ...curator, role: 'owner' }, testAccess, request);
  await signInAs(page, db, 'curator', baseURL ?? '');
  await page.goto('/training');
  await page.getByRole('link', { name: 'Chat' }).click();
  await page.getByLabel('First model').selectOption({ label: `${teacher.name} (${practiceModel})` });
  await page.getByLabel('Second model').selectOption({ label: `${name} (${practiceModel})` });
  await page.getByLabel('Hide which is which').check();

  const conversation = page.getByRole('list', { name: 'Conversation' });
  const question = `Which bird sings? ${randomUUID().slice(0, 8)}`;
  await page.getByLabel('Question', { exact: true }).fill('What is a wren?');
  await page.getByRole('button', { name: 'Ask both' }).click();
  const vote = page.getByRole('group', { name: 'Which answer is better?' });
  await expect(vote).toBeVisible();
  await page.getByLabel('Next question').fill(question);
  await page.getByRole('button', { name: 'Ask both' }).click();
  await expect(conversation.getByRole('listitem')).toHaveCount(2);
  await expect(vote).toBeVisible();
  await expect(page.getByRole('article', { name: 'Answer of A' })).toHaveCount(2);
  await expect(conversation).not.toContainText(name);
  await expectNoBarrier(page);

  await vote.getByRole('button', { name: 'B', exact: true }).click();
  await expect(conversation.getByRole('status')).toContainText('Your vote:');
  await expect(page.getByRole('article', { name: `Answer of ${name}` })).toHaveCount(2);
  const row = page.getByRole('region', { name: 'Votes, newest first' }).getByRole('row').filter({ hasText: question });
  await expect(row).toContainText(', hidden');
  await expect(page.getByRole('region', { name: 'Votes by pair of models' })).toContainText(name);
  await expectNoBarrier(page);

  const answer = conversation.getByRole('article').last();
  const text = (await answer.locator('p[dir]').textContent()) ?? '';
  await answer.getByRole('button', { name: 'Use as a seed draft…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Use as a seed of a leaf' });
  const leaf = await makeLeaf(db);
  await dialog.getByRole('combobox').fill(leaf.name);
  await dialog.getByRole('option', { name: leaf.name }).click();
  await page.waitForURL(`**/taxonomy/${leaf.id}`);
  const seeds = page.getByRole('region', { name: /^Seed examples/ });
  await expect(seeds).toContainText(question);
  await expect(seeds).toContainText(text.slice(0, 40));

  await page.goto('/training/chat');
  await expect(conversation).toHaveCount(0);
  await expect(row).toHaveCount(1);
  await removeTeacher(db, curator, id);
});
