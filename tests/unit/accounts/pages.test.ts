import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';

/** Pages that a stranger may see, or that only send on to another page. */
const open = ['sign-in/page.tsx', 'claim/page.tsx', 'settings/page.tsx'];

it('every page asks who looks at it', () => {
  const pages = readdirSync('app', { recursive: true, encoding: 'utf8' }).filter((file) =>
    /(^|\/)page\.tsx$/.test(file),
  );
  expect(pages.length).toBeGreaterThan(5);
  const unguarded = pages.filter((file) => !readFileSync(path.join('app', file), 'utf8').includes('await pageActor('));
  expect(unguarded.filter((file) => !open.includes(file))).toEqual([]);
});
