import { describe, expect } from 'vitest';
import type { Database } from '@/prisma/client';
import { runText } from '@/bin/run-text';
import { getRun, listRuns } from '@/taxonomy/generation/runs/get-run';
import { listRunLeaves } from '@/taxonomy/generation/runs/list-run-leaves';
import { selectRunningViews } from '@/taxonomy/generation/runs/repository-views';
import { ensureTaxonomy } from '@/taxonomy/tree/nodes';
import { test } from '../../support/database';
import { makeLeaf, makeRun } from '../../support/factories';

async function seenInPages(db: Database, runId: string, limit: number): Promise<string[]> {
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await listRunLeaves(db, runId, { cursor, limit });
    seen.push(...page.items.map((each) => `${each.leafId} ${each.pipeline}`));
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  return seen;
}

describe('the leaves of a run', () => {
  test.for([1, 2, 3])(
    'are listed completely in pages of %i, even for a leaf with several pipelines',
    async (limit, { db }) => {
      const first = await makeLeaf(db);
      const run = await makeRun(db, first.taxonomyId);
      const leaves = [first, await makeLeaf(db, { ...first, parentPath: `${first.parentId}/`, name: 'second' })];
      const rows = leaves.flatMap(({ id, revisionId }) =>
        ['freeform', 'grounded'].map((pipeline) => ({ leafId: id, revisionId, pipeline })),
      );
      await db.runLeaf.createMany({
        data: rows.map((row) => ({ ...row, runId: run.id, pipelineVersion: 1, itemsTotal: 1 })),
      });
      const seen = await seenInPages(db, run.id, limit);
      expect(seen.toSorted()).toEqual(rows.map(({ leafId, pipeline }) => `${leafId} ${pipeline}`).toSorted());
    },
  );

  test('are found by words of their path, in pages', async ({ db }) => {
    const first = await makeLeaf(db, { name: 'Birds of prey' });
    const { id: runId } = await makeRun(db, first.taxonomyId);
    const names = ['birds of Asia', '50% of birds', 'rivers'];
    const leaves = [first];
    for (const name of names) leaves.push(await makeLeaf(db, { ...first, parentPath: `${first.parentId}/`, name }));
    await db.runLeaf.createMany({
      data: leaves.map(({ id, revisionId }) => ({
        runId,
        leafId: id,
        revisionId,
        pipeline: 'freeform',
        pipelineVersion: 1,
        itemsTotal: 1,
      })),
    });
    const found = async (search: string) => {
      const page = await listRunLeaves(db, runId, { limit: 2, search });
      const cursor = page.nextCursor ?? undefined;
      const rest = cursor ? await listRunLeaves(db, runId, { limit: 2, search, cursor }) : { items: [] };
      return [...page.items, ...rest.items].map(({ name }) => name).toSorted();
    };
    expect(await found('BIRDS of')).toEqual(['50% of birds', 'Birds of prey', 'birds of Asia']);
    expect(await found('compositional_skills/riv')).toEqual(['rivers']);
    expect(await found('0%')).toEqual(['50% of birds']);
    expect(await found('o%f')).toEqual([]);
    expect(await found('')).toHaveLength(4);
  });

  test('count once each, whatever the number of their pipelines', async ({ db }) => {
    const first = await makeLeaf(db, { name: 'first' });
    const { id: runId } = await makeRun(db, first.taxonomyId);
    await db.run.update({ where: { id: runId }, data: { state: 'running' } });
    await db.runLeaf.createMany({
      data: ['freeform', 'grounded'].map((pipeline) => ({
        runId,
        leafId: first.id,
        revisionId: first.revisionId,
        pipeline,
        pipelineVersion: 1,
        itemsTotal: 1,
        target: 5,
      })),
    });
    const run = await getRun(db, runId);
    expect(run).toMatchObject({ leafCount: 1, leafNames: ['first'], leaves: [{}, {}] });
    expect(runText(run)).toContain('\n1 leaf, ');
    expect((await selectRunningViews(db, first.taxonomyId, 10))[0]).toMatchObject({ leafCount: 1, leafName: 'first' });
    await db.run.update({ where: { id: runId }, data: { state: 'completed' } });
    expect((await getRun(db, runId)).shortfall).toMatchObject({ leaves: 1 });
  });

  test('refuse a cursor that did not come from their list', async ({ db }) => {
    const { taxonomyId } = await makeLeaf(db);
    const { id } = await makeRun(db, taxonomyId);
    await expect(listRunLeaves(db, id, { cursor: "'; --", limit: 1 })).rejects.toMatchObject({ code: 'invalid' });
    await expect(listRunLeaves(db, id, { cursor: 'no-slash', limit: 1 })).rejects.toMatchObject({ code: 'invalid' });
  });
});

describe('the runs of a taxonomy', () => {
  test('are listed in pages, newest first and complete, even within one millisecond', async ({ db }) => {
    const { id: taxonomyId } = await ensureTaxonomy(db);
    const createdAt = new Date();
    const made: string[] = [];
    for (let i = 0; i < 5; i += 1) {
      const { id } = await makeRun(db, taxonomyId);
      await db.run.update({ where: { id }, data: { createdAt: new Date(createdAt.getTime() - (i % 2)) } });
      made.push(id);
    }
    const seen: { id: string; createdAt: string }[] = [];
    let cursor: string | undefined;
    do {
      const page = await listRuns(db, { cursor, limit: 2 });
      seen.push(...page.items);
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    const ofTest = seen.filter(({ id }) => made.includes(id));
    expect(ofTest.map(({ id }) => id).toSorted()).toEqual(made.toSorted());
    expect(ofTest.map((each) => each.createdAt)).toEqual(
      ofTest
        .map((each) => each.createdAt)
        .toSorted()
        .toReversed(),
    );
    await expect(listRuns(db, { cursor: 'yesterday', limit: 2 })).rejects.toMatchObject({ code: 'invalid' });
  });
});
