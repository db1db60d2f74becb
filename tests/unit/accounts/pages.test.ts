import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';

/** Pages that need no sign-in, or that only redirect. */
const open = ['sign-in/page.tsx', 'claim/page.tsx', 'settings/page.tsx'];

it('every page checks who is signed in', () => {
  const pages = readdirSync('app', { recursive: true, encoding: 'utf8' }).filter((file) =>
    /(^|\/)page\.tsx$/.test(file),
  );
  expect(pages.length).toBeGreaterThan(5);
  const unguarded = pages.filter((file) => !readFileSync(path.join('app', file), 'utf8').includes('await pageActor('));
  expect(unguarded.filter((file) => !open.includes(file))).toEqual([]);
});
