import { describe, expect } from 'vitest';
import { findVersionByName, listDatasets, listVersionRows } from '@/taxonomy/datasets/versions';
import { test } from '../../support/database';
import { makeApproved, makeVersion } from '../../support/datasets-factories';
import { makeLeaf, makeRun } from '../../support/factories';

describe('versions', () => {
  test('are found by name: the last one, or one by its number', async ({ db }) => {
    const { taxonomyId } = await makeApproved(db, { skills: 1 });
    const one = await makeVersion(db, taxonomyId);
    const two = await makeVersion(db, taxonomyId);
    expect((await findVersionByName(db, taxonomyId, 'birds')).id).toBe(two.id);
    expect((await findVersionByName(db, taxonomyId, 'birds@1')).id).toBe(one.id);
    await expect(findVersionByName(db, taxonomyId, 'birds@3')).rejects.toThrow(/no published version birds@3/);
    await expect(findVersionByName(db, taxonomyId, 'fish')).rejects.toMatchObject({ code: 'not_found' });
    expect(await listDatasets(db, taxonomyId, { limit: 5 })).toMatchObject({
      items: [{ name: 'birds', lastNumber: 2 }],
    });
  });

  test('show their first rows as the lines of the export', async ({ db }) => {
    const { taxonomyId } = await makeApproved(db, { skills: 5 });
    const { id } = await makeVersion(db, taxonomyId, { systemPrompt: 'You know birds.' });
    const page = await listVersionRows(db, id, { phase: 'skills', limit: 3 });
    expect(page.items).toHaveLength(3);
    expect(JSON.parse(page.items[0]?.line ?? '')).toMatchObject({
      messages: [{ role: 'system', content: 'You know birds.' }, {}, {}],
    });
    const rest = await listVersionRows(db, id, { phase: 'skills', cursor: page.nextCursor ?? '', limit: 3 });
    expect(rest.items.map((row) => row.ordinal)).toEqual([3, 4]);
  });

  test('with many rows are collected, counted and hashed in blocks', async ({ db }) => {
    const leaf = await makeLeaf(db);
    const run = await makeRun(db, leaf.taxonomyId);
    await db.$executeRaw`
      INSERT INTO "Sample" (id, "taxonomyId", "leafId", "runId", "itemId", "itemOrdinal", status, kind, question, answer,
                            "dedupeHash", "answerTokens", "isPractice", provenance,
                            pipeline, "revisionId")
      SELECT gen_random_uuid(), ${leaf.taxonomyId}::uuid, ${leaf.id}, ${run.id}::uuid, gen_random_uuid(), i, 'approved',
             (CASE WHEN i % 2 = 0 THEN 'knowledge' ELSE 'freeform' END)::"LeafKind", 'Question ' || i, repeat('Answer. ', 20), i::text, i % 100, false, '{}',
             'freeform', ${leaf.revisionId}::uuid
        FROM generate_series(1, 20000) i`;
    const version = await makeVersion(db, leaf.taxonomyId);
    expect(version).toMatchObject({ state: 'published', isPractice: false });
    expect(version.rows).toBeGreaterThan(30_000);
  }, 60_000);
});
