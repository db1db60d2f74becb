import { describe, expect } from 'vitest';
import type { Database } from '@/prisma/client';
import { previewVersion } from '@/taxonomy/datasets/preview';
import { makeApproved, makeVersion } from '../../support/datasets-factories';
import { makeSample } from '../../support/factories';
import { defaultRecipe } from '@/taxonomy/datasets/vocabulary';
import { test } from '../../support/database';

describe('samples of baselines', () => {
  test('are left out of a dataset, with a warning, unless their pipelines are chosen', async ({ db }) => {
    const { taxonomyId, skill, runId } = await makeApproved(db, { short: 2, long: 1, skills: 3 });
    for (const pipeline of ['self-instruct', 'self-instruct', 'evol-instruct']) {
      const { id } = await makeSample(db, { leaf: skill, runId, status: 'approved' });
      await db.sample.update({ where: { id }, data: { pipeline } });
    }
    const preview = await previewVersion(db, taxonomyId, {});
    expect(preview.approved).toBe(6);
    expect(preview.warnings).toContainEqual(expect.stringMatching(/^3 approved samples are of baselines/));
    expect(preview.pipelines).toEqual([
      { name: 'evol-instruct', rows: 1, isTaken: false },
      { name: 'freeform', rows: 3, isTaken: true },
      { name: 'knowledge', rows: 3, isTaken: true },
      { name: 'self-instruct', rows: 2, isTaken: false },
    ]);
    const lab = await makeVersion(db, taxonomyId);
    expect(await pipelinesIn(db, lab.id)).toEqual(['freeform', 'knowledge']);

    const chosen = await previewVersion(db, taxonomyId, of('self-instruct', 'grounded'));
    expect(chosen).toMatchObject({ approved: 2, phases: [{ own: 0 }, { own: 0 }, { own: 2 }] });
    expect(chosen.pipelines.filter(({ isTaken }) => isTaken)).toEqual([
      { name: 'grounded', rows: 0, isTaken: true },
      { name: 'self-instruct', rows: 2, isTaken: true },
    ]);
    expect(chosen.warnings).toContain(
      'Only samples of these pipelines are taken: self-instruct, grounded. 7 approved samples of others are left out.',
    );

    const baseline = await makeVersion(db, taxonomyId, of('self-instruct'), 'baseline');
    expect(await pipelinesIn(db, baseline.id)).toEqual(['self-instruct']);
    expect(baseline).toMatchObject({ rows: 2, recipe: of('self-instruct') });
  });

  test('alone are nothing to publish, and the refusal says how to', async ({ db }) => {
    const { taxonomyId, skill, runId } = await makeApproved(db, {});
    const { id } = await makeSample(db, { leaf: skill, runId, status: 'approved' });
    await db.sample.update({ where: { id }, data: { pipeline: 'evol-instruct' } });
    await expect(makeVersion(db, taxonomyId, of('freeform'))).rejects.toThrow(
      /no approved samples are of the pipelines freeform, and 1 of others/,
    );
    await expect(makeVersion(db, taxonomyId)).rejects.toThrow(/samples of baselines \(1\).*dataset publish --pipeline/);
  });
});

/** Settings that take samples of these pipelines only. */
const of = (...pipelines: string[]) => ({ selection: { ...defaultRecipe.selection, pipelines } });

/** The pipelines of a version's rows. */
async function pipelinesIn(db: Database, versionId: string): Promise<string[]> {
  const rows = await db.datasetRow.findMany({ where: { versionId }, select: { sampleId: true } });
  const samples = await db.sample.findMany({ where: { id: { in: rows.flatMap(({ sampleId }) => sampleId ?? []) } } });
  return [...new Set(samples.map(({ pipeline }) => pipeline))].toSorted();
}
