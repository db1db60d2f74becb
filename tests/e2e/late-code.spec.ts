import type { Page } from '@playwright/test';
import { expect, test } from '../support/e2e';
import { signInAs } from '../support/sign-in';

// Menus, dialogs, explanations and toasts load after the page. What is clicked or typed before that is not lost.

test('a click on a menu whose code is still loading opens it', async ({ page, db, server }) => {
  await signInAs(page, db, 'curator', server.url);
  const release = await openWithoutLateCode(page, '/documents');
  const opener = page.getByRole('button', { name: /account and sign out/ });
  await opener.click();
  await expect(opener).toHaveAttribute('aria-expanded', 'true');
  await expect(page.getByRole('menu')).toHaveCount(0);
  release();
  await expect(page.getByRole('menuitem', { name: 'Sign out' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('menu')).toHaveCount(0);
  await expect(opener).toBeFocused();
  await opener.click();
  await expect(page.getByRole('menu')).toBeVisible();
  await opener.click();
  await expect(page.getByRole('menu')).toHaveCount(0);
});

test('a key for a dialog whose code is still loading opens it, and the page ignores keys meanwhile', async ({
  page,
  db,
  server,
}) => {
  await signInAs(page, db, 'curator', server.url);
  const release = await openWithoutLateCode(page, '/documents');
  await page.keyboard.press('?');
  await page.keyboard.press('g');
  await page.keyboard.press('j');
  release();
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
  await expect(page).toHaveURL(/\/documents$/);
});

test('a button that the pointer was on before its tooltip had loaded shows it', async ({ page, db, server }) => {
  await signInAs(page, db, 'curator', server.url);
  const release = await openWithoutLateCode(page, '/documents');
  const fold = page.getByRole('button', { name: 'Toggle sidebar' });
  await fold.hover();
  release();
  await expect(page.getByRole('tooltip')).toHaveText(/Toggle sidebar/);
  await page.mouse.move(700, 500);
  await expect(page.getByRole('tooltip')).toHaveCount(0);
  await fold.focus();
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('tooltip')).toHaveText(/Toggle sidebar/);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('tooltip')).toHaveCount(0);
});

/** Opens a page with the code that its HTML lists, and blocks the rest until it is released. */
async function openWithoutLateCode(page: Page, path: string): Promise<() => void> {
  const html = await (await page.request.get(path)).text();
  let release = () => {};
  const released = new Promise<void>((resolve) => (release = resolve));
  await page.route('**/_next/static/chunks/*.js', async (route) => {
    if (!html.includes(new URL(route.request().url()).pathname)) await released;
    await route.continue();
  });
  await page.goto(path);
  // React has hydrated the page.
  await page.waitForFunction(() => {
    const button = document.querySelector('nav button');
    return button !== null && Object.keys(button).some((key) => key.startsWith('__reactProps'));
  });
  return release;
}
