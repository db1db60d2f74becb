import { createHash } from 'node:crypto';
import { describe, expect } from 'vitest';
import { v7 as uuid } from 'uuid';
import { commandLine } from '@/taxonomy/accounts/command-line';
import type { PhaseCount } from '@/taxonomy/datasets/contract-counts';
import { publishJob } from '@/taxonomy/datasets/job';
import { previewVersion } from '@/taxonomy/datasets/preview';
import { publishVersion } from '@/taxonomy/datasets/publish';
import { getVersion, listVersionRows, listVersions } from '@/taxonomy/datasets/versions';
import { connect, type Database } from '@/prisma/client';
import { test } from '../../support/database';
import { makeApproved, makeVersion, work, replaying } from '../../support/datasets-factories';
import { makeLeaf, makeSample } from '../../support/factories';
import { holding } from '../../support/holding';
import { query } from '../../support/postgres';

const actor = commandLine;
const rowsOf = (db: Database, versionId: string) =>
  db.datasetRow.findMany({ where: { versionId }, orderBy: [{ phase: 'asc' }, { ordinal: 'asc' }] });
const withoutTokens = (phases: readonly PhaseCount[]) =>
  phases.map((phase) => ({ ...phase, replayed: phase.replayed.map((source) => ({ ...source, tokens: 0 })) }));
const request = (name = 'birds') => ({ requestKey: uuid(), name, recipe: {} });

const ANY_LOCK = 5_337_002;

/** A connection that reads samples only when it is let. */
async function slowSamples(databaseUrl: string) {
  await query(
    `CREATE SCHEMA slow;
     CREATE VIEW slow."Sample" AS
       SELECT * FROM public."Sample" WHERE pg_advisory_xact_lock_shared(${ANY_LOCK}) IS NOT NULL`,
    databaseUrl,
  );
  const lock = await holding(databaseUrl, `SELECT pg_advisory_xact_lock(${ANY_LOCK})`);
  const url = new URL(databaseUrl);
  url.searchParams.set('options', '-c search_path=slow,public');
  return { ...lock, db: connect(url.href, 2) };
}

describe('publishing', () => {
  test('puts approved samples into their phases, and replays earlier ones', async ({ db }) => {
    const { taxonomyId } = await makeApproved(db, { short: 10, long: 6, skills: 7 });
    const version = await makeVersion(db, taxonomyId, replaying(0.5));
    expect(version).toMatchObject({
      state: 'published',
      number: 1,
      rows: 10 + (6 + 5) + (7 + 5 + 3),
      isPractice: true,
    });
    expect(
      version.manifest?.phases.map(({ key, own, replayed }) => [key, own, replayed.map(({ rows }) => rows)]),
    ).toEqual([
      ['knowledge_short', 10, []],
      ['knowledge_long', 6, [5]],
      ['skills', 7, [5, 3]],
    ]);
    const rows = await rowsOf(db, version.id);
    for (const phase of [0, 1, 2]) {
      const own = rows.filter((row) => row.phase === phase);
      expect(own.map((row) => row.ordinal)).toEqual(own.map((_, i) => i));
      expect(new Set(own.map((row) => row.sampleId)).size).toBe(own.length);
    }
    const approved = await db.sample.findMany({ where: { taxonomyId, status: 'approved' }, select: { id: true } });
    expect(new Set(rows.map((row) => row.sampleId))).toEqual(new Set(approved.map(({ id }) => id)));
  });

  test.for([0, 0.0001, 0.1, 0.29, 1 / 4, 0.3333, 0.9999, 1])(
    'never replays more than the fraction: %s of 100 and of 7',
    { timeout: 60_000 },
    async (replayFraction, { db }) => {
      const { taxonomyId } = await makeApproved(db, { short: 100, long: 7, skills: 1 });
      const { phases } = await previewVersion(db, taxonomyId, replaying(replayFraction));
      const version = await makeVersion(db, taxonomyId, replaying(replayFraction));
      const exact = [
        Math.floor(Math.round(replayFraction * 1e6) / 1e4),
        Math.floor((Math.round(replayFraction * 1e4) * 7) / 1e4),
      ];
      expect(version.manifest?.phases[2]?.replayed.map(({ rows }) => rows)).toEqual(exact.filter((rows) => rows > 0));
      // Which rows are drawn is not known before, so their tokens are not either.
      const counts = (await getVersion(db, version.id)).phases;
      expect(withoutTokens(counts)).toEqual(withoutTokens(phases));
    },
  );

  test('gives the same rows in the same order for the same seed, and others for another seed', async ({ db }) => {
    const { taxonomyId } = await makeApproved(db, { short: 20, long: 20, skills: 20 });
    const one = await makeVersion(db, taxonomyId, { seed: 'a', ...replaying(0.3) });
    const same = await makeVersion(db, taxonomyId, { seed: 'a', ...replaying(0.3) });
    const other = await makeVersion(db, taxonomyId, { seed: 'b', ...replaying(0.3) });
    expect(same).toMatchObject({ number: 2, contentHash: one.contentHash });
    expect(other.contentHash).not.toBe(one.contentHash);
    const replayed = async (id: string) =>
      (await rowsOf(db, id))
        .filter((m) => m.phase === 2 && m.replay !== null)
        .flatMap((m) => m.sampleId ?? [])
        .toSorted();
    expect(await replayed(same.id)).toEqual(await replayed(one.id));
    expect(await replayed(other.id)).not.toEqual(await replayed(one.id));
  });

  test('links each row to the approved text, with its hash', async ({ db }) => {
    const { taxonomyId, knowledge, skill, runId } = await makeApproved(db, { short: 1 });
    const hard = 'Say "ü" \\ \u0001\u007f\u2028\n\t{{x}} 😀';
    const words = { context: hard, question: hard, answer: hard };
    const grounded = await makeSample(db, { leaf: skill, runId, kind: 'grounded', status: 'approved', ...words });
    const fact = await db.sample.findFirstOrThrow({ where: { leafId: knowledge.id, status: 'approved' } });
    const origin = { revisionId: knowledge.revisionId, provenance: { documentVariant: 'base_document' } };
    await db.sample.update({ where: { id: fact.id }, data: origin });
    const version = await makeVersion(db, taxonomyId);
    const texts = await db.sampleText.findMany({ where: { rows: { some: { versionId: version.id } } } });
    for (const { context, question, answer, hash } of texts) {
      const json = JSON.stringify([context, question, answer]);
      expect(createHash('sha256').update(json).digest('hex')).toBe(hash);
    }
    const lineOf = async (phase: 'knowledge_short' | 'skills', id: string) => {
      const { items } = await listVersionRows(db, version.id, { phase, limit: 10 });
      return JSON.parse(items.find(({ sampleId }) => sampleId === id)?.line ?? '') as { metadata: string };
    };
    expect(await lineOf('skills', grounded.id)).toMatchObject({
      messages: [
        { role: 'user', content: `${hard}\n\n${hard}` },
        { role: 'assistant', content: hard },
      ],
      unmask: false,
    });
    const line = await lineOf('knowledge_short', fact.id);
    expect(line).toMatchObject({ messages: [{ content: 'Birds sing.\n\nShort 0?' }, {}], unmask: true });
    const metadata = JSON.parse(line.metadata) as object;
    expect(metadata).toEqual({
      dataset: 'document_knowledge_qa',
      dataset_type: 'base_document',
      domain: 'Astronomy',
      leaf: expect.stringMatching(/^knowledge\/leaf /),
      leaf_id: knowledge.id,
      practice: 'practice, not a model',
      run_id: runId,
      sdg_document: 'Birds sing.',
    });
    expect(Object.keys(metadata)).toEqual(Object.keys(metadata).toSorted());
  });

  test('is not affected by later changes of samples and leaves', async ({ db }) => {
    const { taxonomyId, skill } = await makeApproved(db, { skills: 3 });
    const version = await makeVersion(db, taxonomyId);
    const lines = async () => (await listVersionRows(db, version.id, { phase: 'skills', limit: 10 })).items;
    const before = await lines();
    const change = { answer: 'Changed.', version: 1, status: 'rejected' } as const;
    await db.sample.updateMany({ where: { leafId: skill.id }, data: change });
    await db.node.update({ where: { id: skill.id }, data: { name: 'renamed' } });
    expect(await lines()).toEqual(before);
  });

  test('cannot be changed by anyone once it is done', async ({ db }) => {
    const { taxonomyId, skill } = await makeApproved(db, { skills: 2 });
    const { id } = await makeVersion(db, taxonomyId);
    const [row] = await rowsOf(db, id);
    const sample = { where: { id: row?.sampleId ?? '' } };
    const attempts = [
      () => db.datasetVersion.update({ where: { id }, data: { rows: 9 } }),
      () => db.datasetVersion.update({ where: { id }, data: { card: 'Another.' } }),
      () => db.datasetVersion.delete({ where: { id } }),
      () => db.datasetRow.deleteMany({ where: { versionId: id } }),
      () => db.datasetRow.updateMany({ where: { versionId: id }, data: { replay: 1 } }),
      () => db.datasetRow.create({ data: { ...row!, ordinal: 99 } }),
      () => db.$executeRaw`TRUNCATE "DatasetRow"`,
      () => db.datasetLeaf.updateMany({ where: { versionId: id }, data: { path: 'elsewhere' } }),
      () => db.datasetLeaf.deleteMany({ where: { versionId: id } }),
      () => db.$executeRaw`DELETE FROM "Dataset"`,
      () => db.sampleText.updateMany({ where: { sampleId: row?.sampleId ?? '' }, data: { answer: 'Another.' } }),
      () => db.sampleText.deleteMany({ where: { sampleId: row?.sampleId ?? '' } }),
      () => db.sample.update({ ...sample, data: { isPractice: false } }),
      () => db.sample.update({ ...sample, data: { provenance: {} } }),
      () => db.sample.delete(sample),
    ];
    for (const attempt of attempts) await expect(attempt()).rejects.toThrow();
    expect(await getVersion(db, id)).toMatchObject({ state: 'published', rows: 2, leaves: { total: 1 } });
    expect(await rowsOf(db, id)).toHaveLength(2);
    // A sample that is in no version can be deleted, and its texts with it.
    const pending = await db.sample.findFirstOrThrow({ where: { leafId: skill.id, status: 'pending' } });
    await db.sample.delete({ where: { id: pending.id } });
    expect(await db.sampleText.count({ where: { sampleId: pending.id } })).toBe(0);
  });

  test('creates one version for a double click', async ({ db }) => {
    const { taxonomyId } = await makeApproved(db, { skills: 1 });
    const once = request();
    const versions = await Promise.all([1, 2, 3].map(() => publishVersion(db, actor, taxonomyId, once)));
    expect(new Set(versions.map(({ id }) => id)).size).toBe(1);
    expect(await db.job.count({ where: { groupId: versions[0]?.id } })).toBe(1);
  });

  test('returns the same version to a request that is repeated while the first one runs', async ({
    db,
    databaseUrl,
  }) => {
    const { taxonomyId } = await makeApproved(db, { skills: 1 });
    const once = request();
    const samples = await slowSamples(databaseUrl);
    // It has seen no version of this request, and goes on once the first one is published.
    const second = publishVersion(samples.db, actor, taxonomyId, once);
    await samples.isWaitedForBy(1);
    const first = await publishVersion(db, actor, taxonomyId, once);
    await work(db, publishJob, first.id);
    await samples.release();
    expect(await second).toMatchObject({ id: first.id, state: 'published' });
    expect(await db.datasetVersion.count({ where: { requestKey: once.requestKey } })).toBe(1);
    await samples.db.$disconnect();
  });

  test('gives versions 1 and 2 to two people at once', async ({ db }) => {
    const { taxonomyId } = await makeApproved(db, { skills: 1 });
    const versions = await Promise.all([1, 2].map(() => publishVersion(db, actor, taxonomyId, request())));
    expect(new Set(versions.map(({ number }) => number))).toEqual(new Set([1, 2]));
    await Promise.all(versions.map(({ id }) => work(db, publishJob, id)));
    expect((await listVersions(db, taxonomyId, { limit: 10 })).items).toMatchObject([
      { state: 'published' },
      { state: 'published' },
    ]);
  });

  test('without approved samples is refused, with a remedy', async ({ db }) => {
    const { taxonomyId, knowledge } = await makeApproved(db, { skills: 1 });
    await expect(
      publishVersion(db, actor, taxonomyId, { ...request(), recipe: { scope: [knowledge.id] } }),
    ).rejects.toThrow(/no samples of the chosen leaves are approved/);
    const empty = await makeLeaf(db);
    await expect(publishVersion(db, actor, empty.taxonomyId, request())).rejects.toThrow(/Review some first/);
    expect(await db.dataset.count({ where: { taxonomyId: empty.taxonomyId } })).toBe(0);
  });

  test('fails with a reason if its samples are gone by then', async ({ db }) => {
    const { taxonomyId } = await makeApproved(db, { skills: 1 });
    const { id } = await publishVersion(db, actor, taxonomyId, request());
    await db.sample.updateMany({ where: { taxonomyId }, data: { status: 'pending' } });
    await work(db, publishJob, id);
    expect(await getVersion(db, id)).toMatchObject({
      state: 'failed',
      error: expect.stringMatching(/nothing to publish/),
    });
    expect(await db.job.count({ where: { groupId: id } })).toBe(0);
  });

  test('that is interrupted leaves nothing and works the next time', async ({ db }) => {
    const { taxonomyId } = await makeApproved(db, { skills: 5 });
    const { id } = await publishVersion(db, actor, taxonomyId, request());
    const [job] = await db.job.findMany({ where: { groupId: id } });
    const stop = AbortSignal.abort(new Error('killed'));
    const claimed = { ...job!, tries: 1, owner: 'test', attempts: 0 };
    await expect(publishJob.run(claimed, { db, signal: stop })).rejects.toThrow('killed');
    expect(await db.datasetRow.count({ where: { versionId: id } })).toBe(0);
    await work(db, publishJob, id);
    expect(await getVersion(db, id)).toMatchObject({ state: 'published', rows: 5 });
  });

  test('uses only the leaves of its scope, without deleted ones', async ({ db }) => {
    const { taxonomyId, skill, knowledge } = await makeApproved(db, { short: 2, skills: 3 });
    expect(await makeVersion(db, taxonomyId, { scope: [knowledge.id] })).toMatchObject({ rows: 2 });
    await db.node.update({ where: { id: skill.id }, data: { deletedAt: new Date() } });
    expect(await makeVersion(db, taxonomyId)).toMatchObject({ rows: 2 });
  });

  test('records runs, teachers, recipe and the hash of all rows', async ({ db }) => {
    const { taxonomyId, runId } = await makeApproved(db, { short: 3, skills: 2 });
    const { manifest, id } = await makeVersion(db, taxonomyId, { seed: 'x' });
    expect(manifest).toMatchObject({
      manifestVersion: 2,
      dataset: 'birds',
      practice: { mark: 'practice, not a model', rows: 8 },
      recipe: { seed: 'x' },
      runs: [{ id: runId, isPractice: true, rows: 5 }],
      edited: { rows: 0, practiceRows: 0 },
      sources: [{ titleOfWork: 'Planets', licenseOfTheWork: 'Apache-2.0', documents: [] }],
    });
    const hash = createHash('sha256');
    const leaves = await db.datasetLeaf.findMany({ where: { versionId: id }, orderBy: { leafId: 'asc' } });
    const paths = leaves.map(({ leafId, path }) => [leafId, path]);
    const { chatTemplate, phases } = manifest!.recipe;
    const names = phases.map(({ key, name }) => [key, name]);
    hash.update(`${JSON.stringify({ systemPrompt: '', chatTemplate, phases: names, leaves: paths })}\n`);
    const rows = await db.datasetRow.findMany({ where: { versionId: id }, include: { text: true } });
    for (const [phase, { key }] of phases.entries()) {
      hash.update(`${key} train\n`);
      const inPhase = rows.filter((row) => row.phase === phase).toSorted((a, b) => a.ordinal - b.ordinal);
      for (const { sampleId, text, replay, unmask } of inPhase)
        hash.update(`${sampleId} ${text?.hash} ${replay ?? '-'} ${unmask ? 'all' : 'answers'}\n`);
      hash.update(`${key} validation\n${key} test\n`);
    }
    expect(manifest?.contentHash).toBe(hash.digest('hex'));
    const other = await makeVersion(db, taxonomyId, { seed: 'x', systemPrompt: 'You know birds.' });
    expect(other.contentHash).not.toBe(manifest?.contentHash);
  });

  test('refuses a template that cannot be rendered', async ({ db }) => {
    const { taxonomyId } = await makeApproved(db, { skills: 1 });
    const recipe = { chatTemplate: '{% for m in messages %}' };
    await expect(publishVersion(db, actor, taxonomyId, { ...request(), recipe })).rejects.toMatchObject({
      code: 'invalid',
    });
    expect((await previewVersion(db, taxonomyId, recipe)).warnings.join()).toMatch(/chat template cannot be used/);
  });
});
