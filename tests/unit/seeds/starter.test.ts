import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readFolder } from '@/taxonomy/seeds/import/read-folder';
import { planImport } from '@/taxonomy/seeds/import/plan';
import { validatePaths } from '@/taxonomy/seeds/validate-paths';

const starter = 'taxonomy/starter';
const flat = (text: string) => text.replaceAll(/\s+/g, ' ').trim();

describe('the sample taxonomy', () => {
  it('passes the validator without a single warning', async () => {
    for await (const verdict of validatePaths([starter])) {
      expect(verdict).toMatchObject({ status: 'valid', version: 3, errors: [], warnings: [] });
    }
  });

  it('has at least 8 leaves of all branches and kinds, with at least 5 seeds each', async () => {
    const { leaves } = await planImport(await readFolder(starter), 'starter');
    expect(leaves.length).toBeGreaterThanOrEqual(8);
    expect(new Set(leaves.map((leaf) => leaf.branch)).size).toBe(3);
    expect(new Set(leaves.map((leaf) => leaf.content?.kind)).size).toBe(3);
    for (const leaf of leaves) expect(leaf.content?.seeds.length).toBeGreaterThanOrEqual(5);
  });

  it('takes every knowledge context from the document beside it', async () => {
    const { leaves } = await planImport(await readFolder(starter), 'starter');
    const knowledge = leaves.flatMap(({ file, content }) => (content?.kind === 'knowledge' ? [{ file, content }] : []));
    expect(knowledge.length).toBeGreaterThan(0);
    for (const { file, content } of knowledge) {
      const document = flat(readFileSync(path.join(starter, path.dirname(file), 'tides.md'), 'utf8'));
      for (const seed of content.seeds) expect(document).toContain(flat(seed.context));
    }
  });
});
