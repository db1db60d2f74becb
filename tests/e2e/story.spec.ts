import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { startServer, type Server } from '../support/server';

// The whole story of a newcomer: from the link that `npm start` prints to a dataset on disk. The teacher is the
// built-in practice teacher, a separate process with real HTTP. The steps build on each other.
test.describe.configure({ mode: 'serial' });

let server: Server | undefined;
let page: Page;
test.beforeAll(async ({ browser }) => {
  test.setTimeout(300_000);
  server = await startServer();
  page = await browser.newPage({ baseURL: server.url, viewport: { width: 1440, height: 900 } });
  await page.goto(server.link ?? '/');
});
test.afterAll(async () => {
  await page?.close();
  await server?.dispose();
});

test('starting empty explains the tree and offers to create the first leaf', async () => {
  await page.getByRole('button', { name: 'Start empty' }).click();
  await expect(page).toHaveURL(/\/welcome$/);
  await expect(page.getByText('Your taxonomy has three empty branches')).toBeVisible();
  await page.getByRole('button', { name: 'Create the first leaf' }).click();
  await page.getByRole('dialog', { name: 'New leaf' }).getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('button', { name: 'Back' }).click();
});

test('the first judged sample is on screen after three clicks, within a minute', async () => {
  await expect(page.getByText('Welcome to Seedleaf')).toBeVisible();
  const account = page.getByRole('region', { name: 'Your account' });
  await expect(account).toContainText('Set a name and password');
  const began = Date.now();
  await page.getByRole('button', { name: 'Start with the sample' }).click();
  await page.getByRole('button', { name: 'Use the practice teacher' }).click();
  await page.getByRole('button', { name: /^Generate \d/ }).click();
  const sample = page.getByRole('article', { name: 'The first sample' });
  await expect(sample).toBeVisible({ timeout: 60_000 });
  expect(Date.now() - began).toBeLessThan(60_000);
  await expect(sample.getByText('practice, not a model')).toBeVisible();
});

test('the welcome page knows which steps are done when it is opened again', async () => {
  await page.goto('/welcome');
  await expect(page.getByText(/^\d+ leaves with \d+ seed examples/)).toBeVisible();
  await expect(page.getByRole('listitem').filter({ hasText: 'Choose a teacher' })).toContainText('Practice teacher');
  await expect(page.getByRole('link', { name: 'Completed' })).toHaveAttribute('href', /^\/runs\//);
  await expect(page.getByRole('article', { name: 'The first sample' })).toBeVisible();
  await expect(page.getByRole('button', { name: /^Generate \d/ })).toBeHidden();
});

test('an owner who signed in by link is asked once for a password, and can postpone it', async () => {
  const account = page.getByRole('region', { name: 'Your account' });
  await account.getByRole('button', { name: 'Set up account' }).click();
  await expect(account.getByLabel('New password')).toBeVisible();
  await account.getByRole('button', { name: 'Later' }).click();
  await expect(page.getByText('You can set a name and password at any time')).toBeVisible();
  await page.reload();
  await expect(page.getByText('Welcome to Seedleaf')).toBeVisible();
  await expect(account).toBeHidden();
});

test('a folder is imported after a preview of its problems', async () => {
  await page.goto('/taxonomy');
  await page.getByRole('button', { name: 'Import…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Import a taxonomy' });
  await dialog.getByLabel('Folder to import').setInputFiles(path.resolve('tests/fixtures/taxonomies/story'));
  await expect(dialog.getByText('1 new, 0 changed, 0 unchanged, 1 with errors')).toBeVisible();
  await expect(dialog.getByText('broken', { exact: true })).toBeVisible();
  await dialog.getByRole('button', { name: 'Import 1 leaf' }).click();
  await expect(dialog.getByText('1 leaf was imported.')).toBeVisible();
  await dialog.getByRole('button', { name: 'Close' }).last().click();
});

test('a curator corrects a seed, and the leaf has a second version', async () => {
  await page.getByPlaceholder('Search').fill('weather_words');
  await page.getByRole('option', { name: /^weather_words/ }).click();
  await expect(page.getByRole('heading', { name: 'weather_words', level: 1 })).toBeVisible();
  await page.getByRole('button', { name: /^Seed 2/ }).click();
  await page.getByRole('textbox', { name: 'Question' }).fill('What is a cold front in the weather?');
  await page.keyboard.press('Control+s');
  await expect(page.getByRole('heading', { name: 'Version 2' })).toBeVisible();
});

test('a run is watched from start to end, and its funnel adds up', async () => {
  await page.getByRole('link', { name: 'Generate here' }).click();
  await page.getByRole('radio', { name: /practice/i }).check();
  await page.getByRole('button', { name: 'Start run' }).click();
  await page.waitForURL(/\/runs\/[0-9a-f-]{36}$/);
  await expect(page.getByText('Completed', { exact: true }).first()).toBeVisible({ timeout: 60_000 });
  const runId = page.url().split('/').at(-1);
  const run = await (await page.request.get(`/api/v1/runs/${runId}`)).json();
  expect(run.samplesKept).toBeGreaterThan(0);
  for (const step of run.funnel) expect(step.made, step.label).toBe(step.kept + step.dropped);
  expect(run.funnel.at(-1).kept).toBe(run.samplesKept);
});

test('a reviewer approves, rejects, edits and undoes without the mouse', async () => {
  await page
    .getByRole('link', { name: /Review/ })
    .last()
    .click();
  const card = page.getByRole('article', { name: 'Sample' });
  await expect(card).toBeVisible();
  const next = async (key: string) => {
    const before = await card.getAttribute('data-sample-id');
    await page.keyboard.press(key);
    await expect(card).not.toHaveAttribute('data-sample-id', before ?? '');
  };
  await next('a');
  const place = await card.boundingBox();
  await page.keyboard.press('r');
  await expect(page.getByText('Why is it rejected?')).toBeVisible();
  expect(await card.boundingBox()).toEqual(place);
  await expect(page.getByRole('button', { name: 'Not in the source' })).toBeHidden();
  await expect(page.getByRole('button', { name: 'Approve' })).toBeInViewport({ ratio: 1 });
  await next('6');
  await next('u');
  await next('a');
  await page.keyboard.press('e');
  await page.getByRole('textbox', { name: 'Answer' }).fill('An answer that a person has written.');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText('All saved')).toBeVisible();
  await expect(page.getByRole('link', { name: '3 approved' })).toBeVisible();
  await page.reload();
  await expect(page.getByRole('link', { name: '3 approved' })).toBeVisible();
});

test('a version is published, and two exports match its manifest', async () => {
  await page.goto('/datasets/new');
  await page.getByLabel('Name', { exact: true }).fill('weather');
  const systemPrompt = page.getByLabel('Your system prompt');
  await expect(page.getByRole('radio', { name: 'None' })).toBeChecked();
  await page.getByRole('radio', { name: 'Write your own' }).click();
  await systemPrompt.fill('You speak about the weather.');
  await page.getByRole('button', { name: 'Publish version 1' }).click();
  await page.waitForURL(/\/datasets\/[0-9a-f-]{36}$/);
  await page.getByRole('button', { name: /^Export/ }).click();
  const files = page.getByRole('list', { name: 'Files' });
  await expect(files).toBeVisible({ timeout: 60_000 });
  const download = async (name: string) => {
    const started = page.waitForEvent('download');
    await files.getByRole('link', { name }).click();
    return readFile(await (await started).path(), 'utf8');
  };
  const zip = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Download all (.zip)' }).click();
  expect((await zip).suggestedFilename()).toBe('weather-1-messages.zip');
  const skills = await download('skills.jsonl');
  const manifest = JSON.parse(await download('manifest.json'));
  const rows = skills
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(rows).toHaveLength(3);
  for (const row of rows) {
    expect(row.messages.map((each: { role: string }) => each.role)).toEqual(['system', 'user', 'assistant']);
    expect(row.messages[0].content).toBe('You speak about the weather.');
  }
  expect(skills).toContain('An answer that a person has written.');
  expect(skills).toContain('practice, not a model');
  const sha256 = createHash('sha256').update(skills).digest('hex');
  expect(JSON.stringify(manifest)).toContain(sha256);
  expect(await download('skills.jsonl')).toBe(skills);
  expect(manifest.edited).toEqual({ rows: 1, practiceRows: 1 });

  await page.getByRole('link', { name: 'New version' }).click();
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('weather');
  await expect(systemPrompt).toHaveValue('You speak about the weather.');
  await expect(page.getByRole('button', { name: 'Publish version 2 anyway' })).toBeEnabled();
});
