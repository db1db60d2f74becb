import { existsSync } from 'node:fs';
import { describe, expect } from 'vitest';
import { test } from '../../support/database';
import { makeFreeform } from '../../support/seeds-factories';
import { curator, makeBranch } from '../../support/tree-factories';
import { installStarter } from '@/taxonomy/seeds/install-starter';
import { getLeaf } from '@/taxonomy/seeds/leaf';
import { saveLeaf } from '@/taxonomy/seeds/save-leaf';
import { ensureTaxonomy, getTheTaxonomy, leavesUnder } from '@/taxonomy/tree/nodes';
import { importFrom, importFiles, skill } from '../../support/import-factories';

describe('a large import', () => {
  test('of 1,000 leaves is complete, and unchanged when repeated', async ({ db }) => {
    const contents = Object.fromEntries(
      Array.from({ length: 1_000 }, (_, i) => [
        `compositional_skills/large/${i % 40}/leaf ${i}/qna.yaml`,
        skill(`Number ${i}.`),
      ]),
    );
    expect(await importFiles(db, contents)).toMatchObject({ added: 1_000, invalid: 0 });
    expect(await importFiles(db, contents)).toMatchObject({ added: 0, unchanged: 1_000 });
  });

  test('that fails half way leaves nothing behind', async ({ db }) => {
    const before = await db.node.count();
    await db.$executeRaw`
      CREATE FUNCTION fail_on_last() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF NEW.content->>'taskDescription' = 'Number 399.' THEN RAISE EXCEPTION 'no more'; END IF;
        RETURN NEW;
      END $$`;
    await db.$executeRaw`CREATE TRIGGER fail BEFORE INSERT ON "LeafRevision" FOR EACH ROW EXECUTE FUNCTION fail_on_last()`;
    const contents = Object.fromEntries(
      Array.from({ length: 400 }, (_, i) => [`compositional_skills/half/${i}/qna.yaml`, skill(`Number ${i}.`)]),
    );
    await expect(importFiles(db, contents)).rejects.toThrow();
    await db.$executeRaw`DROP TRIGGER fail ON "LeafRevision"`;
    expect(await db.node.count()).toBe(before);
  });
});

describe('the sample taxonomy', () => {
  test('is imported once, with its document, and keeps leaves that were edited since', async ({ db }) => {
    const { id: taxonomyId } = await ensureTaxonomy(db);
    const added: string[] = [];
    const install = () =>
      installStarter(db, curator, {
        taxonomyId,
        folder: 'taxonomy/starter',
        addDocument: async ({ name, bytes }) => added.push(`${name} ${bytes.byteLength > 5_000}`),
      });
    const report = await install();
    expect(report).toMatchObject({ written: true, added: 9, invalid: 0 });
    expect(report.leaves.flatMap((leaf) => leaf.problems)).toEqual([]);
    expect(added).toEqual(['tides.md true']);
    const skillLeaf = report.leaves.find((leaf) => leaf.kind === 'freeform')?.nodeId ?? '';
    await saveLeaf(db, curator, skillLeaf, { baseVersion: 1, content: makeFreeform() });
    expect(await install()).toMatchObject({ added: 0, changed: 0, unchanged: 9 });
    expect(await getLeaf(db, skillLeaf)).toMatchObject({ version: 2 });
  });
});

const shared = '../shared/data';
describe.skipIf(!existsSync(shared))('real taxonomies (need ../shared)', () => {
  test('of April 2025 brings all 16 leaves of the 3 branches', async ({ db }) => {
    const { report } = await importFrom(db, `${shared}/taxonomy-2025-04`);
    expect(report).toMatchObject({ added: 16, invalid: 0 });
    expect(new Set(report.leaves.map((leaf) => leaf.file.split('/')[0])).size).toBe(3);
    const { root } = await makeBranch(db, 'foundational_skills');
    const { id } = await getTheTaxonomy(db);
    expect((await leavesUnder(db, id, [root.id])).filter((leaf) => leaf.path.startsWith(root.path))).toHaveLength(14);
  });

  test('of August 2024 brings all 147, with the problems of each', async ({ db }) => {
    const { report } = await importFrom(db, `${shared}/taxonomy-2024-08`);
    const { added, changed, unchanged, invalid } = report;
    expect([added + changed + unchanged, invalid]).toEqual([147, 0]);
    expect(report.leaves.every((leaf) => leaf.seedCount > 0)).toBe(true);
    expect((await importFrom(db, `${shared}/taxonomy-2024-08`)).report).toMatchObject({ unchanged: 147 });
  });
});
