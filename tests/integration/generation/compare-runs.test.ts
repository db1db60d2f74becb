import { describe, expect, vi } from 'vitest';
import type { Database } from '@/prisma/client';
import { compareRuns, listComparedLeaves } from '@/taxonomy/generation/comparison/compare-runs';
import { Measurements } from '@/taxonomy/generation/comparison/measurements';
import { comparisonCsv } from '@/taxonomy/generation/vocabulary-comparison';
import { comparisonLimits } from '@/taxonomy/generation/vocabulary-comparison-limits';
import { test } from '../../support/database';
import { makeLeaf, makeRun, makeSample, makeTaxonomy } from '../../support/factories';

const options = { atOnce: 1, waiting: 1, answerMs: 60_000, leftMs: 60_000, freshMs: 0 };
const allRows = { rows: comparisonLimits.rows };

/** Two leaves in folders of their own, and two runs that cover both. */
async function makeTwoRuns(db: Database) {
  const { id: taxonomyId, branches } = await makeTaxonomy(db);
  const parentId = branches.compositional_skills;
  const leaves = [
    await makeLeaf(db, { taxonomyId, parentId, name: 'birds' }),
    await makeLeaf(db, { taxonomyId, parentId, name: 'lakes' }),
  ] as const;
  const runs = [await makeRun(db, taxonomyId), await makeRun(db, taxonomyId)] as const;
  await db.runLeaf.createMany({
    data: runs.flatMap(({ id: runId }) =>
      leaves.map(({ id: leafId, revisionId }) => ({
        runId,
        leafId,
        revisionId,
        pipeline: 'freeform',
        pipelineVersion: 1,
        itemsTotal: 1,
      })),
    ),
  });
  return { runs, leaves, runIds: runs.map(({ id }) => id) };
}

/** Copies a sample of a run many times, with texts of 3 to 12 words. */
const multiply = (db: Database, sampleId: string, copies: number) => db.$executeRaw`
  INSERT INTO "Sample" (id, "taxonomyId", "leafId", "runId", "itemId", "itemOrdinal", pipeline, "revisionId", kind, question,
                        answer, "dedupeHash", "answerTokens", "isPractice", provenance, "updatedAt")
  SELECT md5(s.id || ' ' || i)::uuid, s."taxonomyId", s."leafId", s."runId", s."itemId", i, s.pipeline, s."revisionId", s.kind,
         (SELECT string_agg('word' || (i * i + k * (i + 7)) % 997, ' ') FROM generate_series(1, 3 + i % 10) k),
         'An answer of number ' || i, md5(s."dedupeHash" || i), 5, true, s.provenance, now()
    FROM "Sample" s, generate_series(1, ${copies}::int) i WHERE s.id = ${sampleId}::uuid`;

describe('comparing runs', { timeout: 600_000 }, () => {
  test('shows rows, coverage, decisions and leaves of each run', async ({ db }) => {
    const { runs, leaves, runIds } = await makeTwoRuns(db);
    const [first, second] = runs;
    await makeSample(db, { leaf: leaves[0], runId: first.id, status: 'approved' });
    await makeSample(db, { leaf: leaves[1], runId: first.id, status: 'rejected' });
    const edited = await makeSample(db, { leaf: leaves[0], runId: second.id });
    await db.sample.update({
      where: { id: edited.id },
      data: { original: { question: 'a', answer: 'b', context: null } },
    });

    const compared = await compareRuns(db, { runs: runIds });
    expect(compared).toMatchObject({
      place: null,
      leaves: 2,
      runs: [
        { rows: 2, leavesWithRows: 2, evenness: 1, statuses: { pending: 0, approved: 1, rejected: 1 }, edited: 0 },
        { rows: 1, leavesWithRows: 1, evenness: 0, statuses: { pending: 1, approved: 0, rejected: 0 }, edited: 1 },
      ],
    });
    const page = await listComparedLeaves(db, { runs: runIds, limit: 1 });
    const rest = await listComparedLeaves(db, { runs: runIds, limit: 1, cursor: page.nextCursor ?? '' });
    const rows = [...page.items, ...rest.items];
    expect(rows.find(({ name }) => name === 'birds')?.rows).toEqual([1, 1]);
    expect(rows.find(({ name }) => name === 'lakes')?.rows).toEqual([1, 0]);
    expect(rest.nextCursor).toBeNull();
    const csv = comparisonCsv(
      compared.runs.map((run) => ({ ...run, measures: null })),
      rows,
    );
    expect(csv).toContain('measure,rows,2,1\r\n');
  });

  test('can be limited to a leaf', async ({ db }) => {
    const { runs, leaves, runIds } = await makeTwoRuns(db);
    await makeSample(db, { leaf: leaves[0], runId: runs[0].id });
    await makeSample(db, { leaf: leaves[1], runId: runs[0].id });
    const compared = await compareRuns(db, { runs: runIds, node: leaves[1].id });
    expect(compared).toMatchObject({ leaves: 1, runs: [{ rows: 1, evenness: null }, { rows: 0 }] });
    expect((await listComparedLeaves(db, { runs: runIds, node: leaves[1].id, limit: 9 })).items).toMatchObject([
      { name: 'lakes', rows: [1, 0] },
    ]);
  });

  test('measures the texts as the teacher wrote them, whatever a reviewer made of them', async ({ db }) => {
    const { runs, leaves } = await makeTwoRuns(db);
    const [leaf] = leaves;
    const runId = runs[0].id;
    await makeSample(db, { leaf, runId, question: 'Name a bird that sings at night.', answer: 'An owl.' });
    const { id } = await makeSample(db, { leaf, runId, question: 'Edited.', answer: 'A lark.' });
    await db.sample.update({
      where: { id },
      data: { original: { question: 'Name a bird that sings at dawn.', answer: 'A lark.', context: null } },
    });
    const answer = await new Measurements(options).look(db, runId, allRows);
    expect(answer).toMatchObject({ state: 'done', measures: { rowsMeasured: 2, nearestMean: 12 / 14 } });
  });

  test('measures a run again only after it has got more rows', async ({ db }) => {
    const { runs, leaves } = await makeTwoRuns(db);
    const runId = runs[0].id;
    await makeSample(db, { leaf: leaves[0], runId });
    const measurements = new Measurements(options);
    const first = await measurements.look(db, runId, allRows);
    const second = await measurements.look(db, runId, allRows);
    if (first.state !== 'done' || second.state !== 'done') throw new Error('It was not measured in time.');
    expect(second.measures).toBe(first.measures);
    await makeSample(db, { leaf: leaves[0], runId });
    expect(await measurements.look(db, runId, allRows)).toMatchObject({ state: 'done', measures: { rowsMeasured: 2 } });
  });

  test('measures always the same rows of a large run, and ends when nobody asks', async ({ db }) => {
    const { runs, leaves } = await makeTwoRuns(db);
    const runId = runs[0].id;
    const { id } = await makeSample(db, { leaf: leaves[0], runId });
    await multiply(db, id, 4_000);

    const left = new Measurements({ ...options, answerMs: 1, leftMs: 30 });
    expect(await left.look(db, runId, allRows)).not.toMatchObject({ state: 'done' });
    expect(left.active).toBe(1);
    await vi.waitUntil(() => left.active === 0, { timeout: 60_000 });
    // It ended, and not because it was done.
    expect(await left.look(db, runId, allRows)).not.toMatchObject({ state: 'done' });

    const one = await new Measurements(options).look(db, runId, allRows);
    expect(one).toMatchObject({ state: 'done', measures: { rowsMeasured: comparisonLimits.rows } });
    expect(await new Measurements(options).look(db, runId, allRows)).toEqual(one);
  });

  test('refuses when too many wait, and for a run that does not exist', async ({ db }) => {
    const { runs, leaves } = await makeTwoRuns(db);
    const { id } = await makeSample(db, { leaf: leaves[0], runId: runs[0].id });
    await multiply(db, id, 3_000);
    const measurements = new Measurements({ ...options, answerMs: 1, waiting: 1, leftMs: 2_000 });
    const asked = await Promise.allSettled(
      [1_999, 1_998, 1_997].map((rows) => measurements.look(db, runs[0].id, { rows })),
    );
    expect(asked.filter(({ status }) => status === 'rejected')).toHaveLength(1);
    expect(asked.find((each) => each.status === 'rejected')?.reason).toMatchObject({ code: 'rate_limited' });
    await expect(measurements.look(db, leaves[0].revisionId, allRows)).rejects.toMatchObject({ code: 'not_found' });
  });
});
