import { describe, expect } from 'vitest';
import type { Database } from '@/prisma/client';
import { listSamples } from '@/taxonomy/review/queue';
import { test } from '../../support/database';
import { makeLeaf, makeRun, makeSample, makeTaxonomy } from '../../support/factories';

describe('samples below a node', () => {
  /** Two leaves with samples in turn, and the keys of the first leaf's. */
  async function twoLeaves(db: Database) {
    const taxonomy = await makeTaxonomy(db);
    const place = { taxonomyId: taxonomy.id, parentId: taxonomy.branches.compositional_skills };
    const [leaf, other] = [await makeLeaf(db, place), await makeLeaf(db, place)];
    const { id: runId } = await makeRun(db, taxonomy.id);
    const add = async (count: number) => {
      for (let i = 0; i < count; i += 1) {
        await makeSample(db, { leaf, runId });
        await makeSample(db, { leaf: other, runId });
      }
    };
    return { taxonomyId: taxonomy.id, leaf, other, runId, add };
  }

  async function allPages(db: Database, query: { taxonomyId: string; nodeId: string; newestFirst: boolean }) {
    const found: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listSamples(db, { ...query, status: 'pending', limit: 3, cursor });
      expect(page.items.length).toBeLessThanOrEqual(3);
      found.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    return found;
  }

  test.for([false, true])('come in order, each once, page by page (newest first: %s)', async (newestFirst, { db }) => {
    const { taxonomyId, leaf, add } = await twoLeaves(db);
    await add(8);
    const expected = await db.sample.findMany({
      where: { leafId: leaf.id },
      orderBy: { seq: newestFirst ? 'desc' : 'asc' },
    });
    expect(await allPages(db, { taxonomyId, nodeId: leaf.id, newestFirst })).toEqual(expected.map(({ id }) => id));
  });

  test('are found behind thousands of others', async ({ db }) => {
    const { taxonomyId, leaf, other, add } = await twoLeaves(db);
    await makeSample(db, { leaf: other });
    // Copies of the other leaf's first sample.
    await db.$executeRaw`
      INSERT INTO "Sample" (id, "taxonomyId", "leafId", "runId", "itemId", "itemOrdinal", pipeline, "revisionId", kind,
                            question, answer, "dedupeHash", "answerTokens", "isPractice", provenance)
      SELECT gen_random_uuid(), "taxonomyId", "leafId", "runId", "itemId", "itemOrdinal", pipeline, "revisionId", kind,
             question, answer, "dedupeHash" || n, "answerTokens", "isPractice", provenance
        FROM "Sample", generate_series(1, 2500) n WHERE "leafId" = ${other.id}`;
    await add(4);
    const expected = await db.sample.findMany({ where: { leafId: leaf.id }, orderBy: { seq: 'asc' } });
    expect(expected).toHaveLength(4);
    const found = await allPages(db, { taxonomyId, nodeId: leaf.id, newestFirst: false });
    expect(found).toEqual(expected.map(({ id }) => id));
    expect(await allPages(db, { taxonomyId, nodeId: leaf.id, newestFirst: true })).toEqual(
      expected.map(({ id }) => id).toReversed(),
    );
  });
});
