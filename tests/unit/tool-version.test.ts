import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { toolVersion } from '@/taxonomy/tool-version';

it('is that of the package', () => {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
  expect(toolVersion).toBe(version);
});
