import { describe, expect } from 'vitest';
import { v7 as uuid } from 'uuid';
import { commandLine } from '@/taxonomy/accounts/command-line';
import { compareWithLatest, findLatest, getVersionChanges } from '@/taxonomy/datasets/continue-dataset';
import { defaultRecipe } from '@/taxonomy/datasets/vocabulary';
import { publishJob } from '@/taxonomy/datasets/job';
import { previewVersion } from '@/taxonomy/datasets/preview';
import { publishVersion } from '@/taxonomy/datasets/publish';
import { test } from '../../support/database';
import { makeApproved, makeVersion, work, replaying } from '../../support/datasets-factories';
import { makeSample } from '../../support/factories';

describe('the next version of a dataset', () => {
  test('starts with the whole recipe of the last one; a new name starts with the defaults', async ({ db }) => {
    const { taxonomyId, skill } = await makeApproved(db, { skills: 2 });
    const about = { intendedUse: 'Songs.', limits: 'Few birds.', licence: 'CC0', contact: 'Ada' };
    const own = { systemPrompt: 'You know birds.', seed: 'x', ...replaying(0.5), scope: [skill.id], about };
    await makeVersion(db, taxonomyId, { seed: 'first' });
    const { id } = await makeVersion(db, taxonomyId, own);
    expect(await findLatest(db, taxonomyId, 'birds')).toEqual({
      versionId: id,
      number: 2,
      recipe: { ...defaultRecipe, ...own },
    });
    expect(await findLatest(db, taxonomyId, 'bird')).toBeNull();
  });

  test('does not start from a failed one', async ({ db }) => {
    const { taxonomyId } = await makeApproved(db, { skills: 1 });
    await makeVersion(db, taxonomyId, { seed: 'good' });
    const request = { requestKey: uuid(), name: 'birds', recipe: { seed: 'bad' } };
    const { id } = await publishVersion(db, commandLine, taxonomyId, request);
    await db.sample.updateMany({ where: { taxonomyId }, data: { status: 'pending' } });
    await work(db, publishJob, id);
    expect(await findLatest(db, taxonomyId, 'birds')).toMatchObject({ number: 1, recipe: { seed: 'good' } });
  });

  test('shows every changed setting before it is published', async ({ db }) => {
    const { taxonomyId, skill } = await makeApproved(db, { skills: 2 });
    const { recipe } = await makeVersion(db, taxonomyId, { systemPrompt: 'You know birds.', ...replaying(0.25) });
    const same = await previewVersion(db, taxonomyId, recipe, { name: 'birds' });
    expect(same.warnings.filter((words) => words.includes('differs'))).toEqual([]);
    const other = await previewVersion(
      db,
      taxonomyId,
      { scope: [skill.id], systemPrompt: '', ...replaying(1) },
      { name: 'birds' },
    );
    expect(other.warnings.filter((words) => words.includes('differs'))).toEqual([
      expect.stringMatching(/^From differs from version 1: “.+\/leaf .+”; it was “the whole taxonomy”\.$/),
      'System prompt differs from version 1: none; it was “You know birds.”.',
      'Replay differs from version 1: “all rows of each earlier phase”; it was “25 % of the rows of each earlier phase”.',
    ]);
    expect(await compareWithLatest(db, { taxonomyId, name: 'fish', recipe })).toBeNull();
  });
});

describe('the changes of a version', () => {
  test('are counted by sample and listed by setting', async ({ db }) => {
    const { taxonomyId, skill, runId } = await makeApproved(db, { short: 2, skills: 3 });
    const one = await makeVersion(db, taxonomyId);
    expect(await getVersionChanges(db, one.id)).toMatchObject({ before: null, recipe: [] });
    const [edited, dropped] = await db.sample.findMany({ where: { leafId: skill.id, status: 'approved' } });
    await db.sample.update({ where: { id: edited?.id ?? '' }, data: { answer: 'Another.', version: 1 } });
    await db.sample.update({ where: { id: dropped?.id ?? '' }, data: { status: 'rejected' } });
    await makeSample(db, { leaf: skill, runId, status: 'approved', question: 'New 1?' });
    await makeSample(db, { leaf: skill, runId, status: 'approved', question: 'New 2?' });
    const two = await makeVersion(db, taxonomyId, { seed: 'x', ...replaying(0.5) });
    expect(await getVersionChanges(db, two.id)).toEqual({
      before: { versionId: one.id, number: 1 },
      recipe: [
        {
          field: 'replay',
          name: 'Replay',
          before: 'all rows of each earlier phase',
          now: '50 % of the rows of each earlier phase',
        },
        { field: 'seed', name: 'Random seed', before: 'seedleaf', now: 'x' },
      ],
      rows: { added: 2, removed: 1, changed: 1 },
    });
  });
});
