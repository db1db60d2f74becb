import { describe, expect } from 'vitest';
import { v7 as uuid } from 'uuid';
import { commandLine } from '@/taxonomy/accounts/command-line';
import { getVersionChanges, getVersionStanding, listChangedRows } from '@/taxonomy/datasets/compare-versions';
import { compareWithLatest, findLatest } from '@/taxonomy/datasets/continue-dataset';
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
      before: { versionId: one.id, name: 'birds', number: 1 },
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
      leaves: {
        items: [
          {
            leafId: skill.id,
            path: expect.stringMatching(/^compositional_skills\//),
            added: 2,
            removed: 1,
            changed: 1,
            reasons: [{ reason: 'rejected', rows: 1 }],
          },
        ],
        total: 1,
      },
    });
  });

  test('can be told of any two versions, with both texts', async ({ db }) => {
    const { taxonomyId, knowledge, skill } = await makeApproved(db, { short: 1, skills: 2 });
    const one = await makeVersion(db, taxonomyId);
    const [edited] = await db.sample.findMany({ where: { leafId: skill.id, status: 'approved' } });
    await db.sample.update({ where: { id: edited?.id ?? '' }, data: { answer: 'Another.', version: 1 } });
    const other = await makeVersion(db, taxonomyId, { scope: [skill.id] }, 'skills only');
    const changes = await getVersionChanges(db, other.id, one.id);
    expect(changes).toMatchObject({
      before: { name: 'birds', number: 1 },
      rows: { added: 0, removed: 1, changed: 1 },
    });
    expect(changes.leaves.items.find(({ leafId }) => leafId === knowledge.id)?.reasons).toEqual([
      { reason: 'not_chosen', rows: 1 },
    ]);
    const rows = await listChangedRows(db, other.id, { against: one.id, leaf: skill.id, limit: 10 });
    expect(rows).toMatchObject({
      items: [{ reason: 'edited', before: /Jupiter\./, now: /Another\./ }].map(textLike),
      nextCursor: null,
    });
    const first = await listChangedRows(db, other.id, { against: one.id, limit: 1 });
    const second = await listChangedRows(db, other.id, { against: one.id, limit: 1, cursor: first.nextCursor ?? '' });
    expect(new Set([...first.items, ...second.items].map(({ sampleId }) => sampleId)).size).toBe(2);
    expect(second.nextCursor).toBeNull();
    const elsewhere = await makeVersion(db, (await makeApproved(db, { skills: 1 })).taxonomyId, {}, 'elsewhere');
    await expect(getVersionChanges(db, other.id, elsewhere.id)).rejects.toThrow(/different taxonomies/);
  });
});

const textLike = ({ before, now, ...rest }: { reason: string; before: RegExp; now: RegExp }) => ({
  ...rest,
  before: expect.stringMatching(before),
  now: expect.stringMatching(now),
});

describe('what stands against a version', () => {
  test('is counted by what has happened to its samples since', async ({ db }) => {
    const { taxonomyId, skill } = await makeApproved(db, { short: 1, skills: 4 });
    const { id } = await makeVersion(db, taxonomyId);
    expect(await getVersionStanding(db, id)).toEqual({ rejected: 0, undecided: 0, edited: 0, deletedLeaves: 0 });
    const [one, two, three] = await db.sample.findMany({ where: { leafId: skill.id, status: 'approved' } });
    const change = (sample: { id: string } | undefined, data: object) =>
      db.sample.update({ where: { id: sample?.id ?? '' }, data });
    await change(one, { status: 'rejected' });
    await change(two, { status: 'pending' });
    await change(three, { answer: 'Another.', version: 1 });
    await db.node.update({ where: { id: skill.id }, data: { deletedAt: new Date() } });
    expect(await getVersionStanding(db, id)).toEqual({ rejected: 1, undecided: 1, edited: 1, deletedLeaves: 1 });
  });
});

describe('the statistics of a version', () => {
  test('count lengths, scores, leaves and languages of its own rows', async ({ db }) => {
    const { taxonomyId, skill, runId } = await makeApproved(db, { short: 2, long: 1, skills: 4 });
    const german = 'Der größte Planet unseres Sonnensystems ist der Jupiter, und er besteht vor allem aus Wasserstoff.';
    const sample = await makeSample(db, { leaf: skill, runId, status: 'approved', answer: german });
    await db.judgement.create({
      data: {
        sampleId: sample.id,
        step: 'judge-pair',
        label: 'Answer',
        score: 1,
        scale: '1-3',
        explanation: '',
        callKey: 'a',
      },
    });
    await db.judgement.create({
      data: {
        sampleId: sample.id,
        step: 'judge-pair',
        label: 'Answer',
        score: 3,
        scale: '1-3',
        explanation: '',
        callKey: 'b',
      },
    });
    const { manifest } = await makeVersion(db, taxonomyId);
    expect(manifest?.statistics).toMatchObject({
      // 10 tokens are in the bucket from 2^3.25, 500 in that from 2^8.75, 3 in that from 2^1.5.
      lengths: [
        { phase: 0, bucket: 13, rows: 2 },
        { phase: 1, bucket: 35, rows: 1 },
        { phase: 2, bucket: 6, rows: 5 },
      ],
      scores: [{ step: 'judge-pair', label: 'Answer', score: 3, rows: 1 }],
      balance: { leaves: 2, minimum: 3, median: 4, maximum: 5, gini: expect.closeTo(0.125, 6) },
      languages: { rows: 8, unknown: 7, found: [{ name: 'German', rows: 1 }] },
    });
  });
});
