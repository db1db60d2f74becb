import { createHash } from 'node:crypto';
import { describe, expect } from 'vitest';
import { v7 as uuid } from 'uuid';
import { canonicalJson } from '@/taxonomy/seeds/content';
import { publishJob } from '@/taxonomy/datasets/job';
import { previewVersion } from '@/taxonomy/datasets/preview';
import { publishVersion } from '@/taxonomy/datasets/publish';
import {
  findVersionByName,
  getVersion,
  listDatasets,
  listVersionRows,
  listVersions,
} from '@/taxonomy/datasets/versions';
import type { Database } from '@/prisma/client';
import { test } from '../../support/database';
import { makeApproved, makeVersion, work } from '../../support/datasets-factories';
import { makeActor, makeLeaf, makeRun, makeSample } from '../../support/factories';

const actor = makeActor();
const membersOf = (db: Database, versionId: string) =>
  db.datasetMember.findMany({ where: { versionId }, orderBy: [{ phase: 'asc' }, { ordinal: 'asc' }] });
const request = (name = 'birds') => ({ requestKey: uuid(), name, recipe: {} });

describe('publishing', () => {
  test('puts approved samples into their phases, and replays the earlier ones', async ({ db }) => {
    const { taxonomyId } = await makeApproved(db, { short: 10, long: 6, skills: 7 });
    const version = await makeVersion(db, taxonomyId, { replayFraction: 0.5 });
    expect(version).toMatchObject({
      state: 'published',
      number: 1,
      rows: 10 + (6 + 5) + (7 + 5 + 3),
      isPractice: true,
    });
    expect(
      version.manifest?.phases.map(({ phase, own, replay }) => [phase, own, replay.map(({ rows }) => rows)]),
    ).toEqual([
      ['knowledge_short', 10, []],
      ['knowledge_long', 6, [5]],
      ['skills', 7, [5, 3]],
    ]);
    const members = await membersOf(db, version.id);
    for (const phase of ['knowledge_short', 'knowledge_long', 'skills']) {
      const rows = members.filter((member) => member.phase === phase);
      expect(rows.map((row) => row.ordinal)).toEqual(rows.map((_, i) => i));
      expect(new Set(rows.map((row) => row.sampleId)).size).toBe(rows.length);
    }
    const approved = await db.sample.findMany({ where: { taxonomyId, status: 'approved' }, select: { id: true } });
    expect(new Set(members.map((member) => member.sampleId))).toEqual(new Set(approved.map(({ id }) => id)));
  });

  test.for([0, 0.0001, 0.1, 0.29, 1 / 4, 0.3333, 0.9999, 1])(
    'replays never more than the fraction: %s of 100 and of 7',
    { timeout: 60_000 },
    async (replayFraction, { db }) => {
      const { taxonomyId } = await makeApproved(db, { short: 100, long: 7, skills: 1 });
      const { phases } = await previewVersion(db, taxonomyId, { replayFraction });
      const version = await makeVersion(db, taxonomyId, { replayFraction });
      const exact = [
        Math.floor(Math.round(replayFraction * 1e6) / 1e4),
        Math.floor((Math.round(replayFraction * 1e4) * 7) / 1e4),
      ];
      expect(version.manifest?.phases[2]?.replay.map(({ rows }) => rows)).toEqual(exact);
      expect((await getVersion(db, version.id)).phases).toEqual(phases);
    },
  );

  test('draws the same rows in the same order from the same seed, and others from another', async ({ db }) => {
    const { taxonomyId } = await makeApproved(db, { short: 20, long: 20, skills: 20 });
    const one = await makeVersion(db, taxonomyId, { seed: 'a', replayFraction: 0.3 });
    const same = await makeVersion(db, taxonomyId, { seed: 'a', replayFraction: 0.3 });
    const other = await makeVersion(db, taxonomyId, { seed: 'b', replayFraction: 0.3 });
    expect(same).toMatchObject({ number: 2, contentHash: one.contentHash });
    expect(other.contentHash).not.toBe(one.contentHash);
    const replayed = async (id: string) =>
      (await membersOf(db, id))
        .filter((m) => m.phase === 'skills' && m.replayOf)
        .map((m) => m.sampleId)
        .toSorted();
    expect(await replayed(same.id)).toEqual(await replayed(one.id));
    expect(await replayed(other.id)).not.toEqual(await replayed(one.id));
  });

  test('freezes each row as it will be exported, with the hash of just that', async ({ db }) => {
    const { taxonomyId, knowledge, skill, runId } = await makeApproved(db, { short: 1 });
    const hard = 'Say "ü" \\ \u0001\u007f\u2028\n\t{{x}} 😀';
    await makeSample(db, {
      leaf: skill,
      runId,
      kind: 'grounded',
      status: 'approved',
      context: hard,
      question: hard,
      answer: hard,
    });
    const sample = await db.sample.findFirstOrThrow({ where: { leafId: knowledge.id, status: 'approved' } });
    await db.sample.update({
      where: { id: sample.id },
      data: { revisionId: knowledge.revisionId, provenance: { documentVariant: 'base_document' } },
    });
    const version = await makeVersion(db, taxonomyId);
    const members = await membersOf(db, version.id);
    for (const { content, contentHash } of members) {
      expect(createHash('sha256').update(canonicalJson(content)).digest('hex')).toBe(contentHash);
    }
    const grounded = members.find((member) => member.phase === 'skills' && !member.replayOf);
    expect(grounded?.content).toMatchObject({
      messages: [
        { role: 'user', content: `${hard}\n\n${hard}` },
        { role: 'assistant', content: hard },
      ],
      unmask: false,
    });
    const fact = members.find((member) => member.phase === 'knowledge_short')?.content as { metadata: string };
    expect(fact).toMatchObject({ messages: [{ content: 'Birds sing.\n\nShort 0?' }, {}], unmask: true });
    expect(JSON.parse(fact.metadata)).toEqual({
      dataset: 'document_knowledge_qa',
      dataset_type: 'base_document',
      domain: 'Astronomy',
      leaf: expect.stringMatching(/^knowledge\/leaf /),
      leaf_id: knowledge.id,
      practice: 'practice, not a model',
      run_id: runId,
      sdg_document: 'Birds sing.',
    });
    expect(Object.keys(JSON.parse(fact.metadata) as object)).toEqual(
      Object.keys(JSON.parse(fact.metadata) as object).toSorted(),
    );
  });

  test('is not touched by what happens to the samples afterwards', async ({ db }) => {
    const { taxonomyId, skill } = await makeApproved(db, { skills: 3 });
    const version = await makeVersion(db, taxonomyId);
    const before = await membersOf(db, version.id);
    await db.sample.updateMany({ where: { leafId: skill.id }, data: { answer: 'Changed.', status: 'rejected' } });
    expect(await membersOf(db, version.id)).toEqual(before);
  });

  test('cannot be changed by anybody once it is done', async ({ db }) => {
    const { taxonomyId } = await makeApproved(db, { skills: 2 });
    const { id } = await makeVersion(db, taxonomyId);
    const [member] = await membersOf(db, id);
    const attempts = [
      () => db.datasetVersion.update({ where: { id }, data: { rows: 9 } }),
      () => db.datasetVersion.delete({ where: { id } }),
      () => db.datasetMember.deleteMany({ where: { versionId: id } }),
      () => db.datasetMember.updateMany({ where: { versionId: id }, data: { contentHash: 'x' } }),
      () => db.datasetMember.create({ data: { ...member!, content: {}, ordinal: 99 } }),
      () => db.$executeRaw`DELETE FROM "Dataset"`,
    ];
    for (const attempt of attempts) await expect(attempt()).rejects.toThrow();
    expect(await getVersion(db, id)).toMatchObject({ state: 'published', rows: 2 });
    expect(await db.datasetMember.count({ where: { versionId: id } })).toBe(2);
  });

  test('asked for twice by a double click is one version', async ({ db }) => {
    const { taxonomyId } = await makeApproved(db, { skills: 1 });
    const once = request();
    const versions = await Promise.all([1, 2, 3].map(() => publishVersion(db, actor, taxonomyId, once)));
    expect(new Set(versions.map(({ id }) => id)).size).toBe(1);
    expect(await db.job.count({ where: { groupId: versions[0]?.id } })).toBe(1);
  });

  test('by two people at once gives versions 1 and 2', async ({ db }) => {
    const { taxonomyId } = await makeApproved(db, { skills: 1 });
    const versions = await Promise.all([1, 2].map(() => publishVersion(db, actor, taxonomyId, request())));
    expect(new Set(versions.map(({ number }) => number))).toEqual(new Set([1, 2]));
    await Promise.all(versions.map(({ id }) => work(db, publishJob, id)));
    expect((await listVersions(db, taxonomyId, { limit: 10 })).items).toMatchObject([
      { state: 'published' },
      { state: 'published' },
    ]);
  });

  test('of nothing is refused, with the way out', async ({ db }) => {
    const { taxonomyId, knowledge } = await makeApproved(db, { skills: 1 });
    await expect(
      publishVersion(db, actor, taxonomyId, { ...request(), recipe: { scope: [knowledge.id] } }),
    ).rejects.toThrow(/no sample of the chosen leaves is approved/);
    const empty = await makeLeaf(db);
    await expect(publishVersion(db, actor, empty.taxonomyId, request())).rejects.toThrow(/Review some first/);
    expect(await db.dataset.count({ where: { taxonomyId: empty.taxonomyId } })).toBe(0);
  });

  test('whose samples are gone by the time fails, and says so', async ({ db }) => {
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

  test('broken off half way leaves nothing and goes through the next time', async ({ db }) => {
    const { taxonomyId } = await makeApproved(db, { skills: 5 });
    const { id } = await publishVersion(db, actor, taxonomyId, request());
    const [job] = await db.job.findMany({ where: { groupId: id } });
    const stop = AbortSignal.abort(new Error('killed'));
    const claimed = { ...job!, tries: 1, owner: 'test', attempts: 0 };
    await expect(publishJob.run(claimed, { db, signal: stop })).rejects.toThrow('killed');
    expect(await db.datasetMember.count({ where: { versionId: id } })).toBe(0);
    await work(db, publishJob, id);
    expect(await getVersion(db, id)).toMatchObject({ state: 'published', rows: 5 });
  });

  test('takes only the leaves of its scope, and none that was deleted', async ({ db }) => {
    const { taxonomyId, skill, knowledge } = await makeApproved(db, { short: 2, skills: 3 });
    expect(await makeVersion(db, taxonomyId, { scope: [knowledge.id] })).toMatchObject({ rows: 2 });
    await db.node.update({ where: { id: skill.id }, data: { deletedAt: new Date() } });
    expect(await makeVersion(db, taxonomyId)).toMatchObject({ rows: 2 });
  });

  test('writes down runs, teachers, recipe and the hash over all rows', async ({ db }) => {
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
    const members = await membersOf(db, id);
    for (const phase of ['knowledge_short', 'knowledge_long', 'skills']) {
      hash.update(`${phase}\n`);
      for (const member of members.filter((each) => each.phase === phase)) hash.update(`${member.contentHash}\n`);
    }
    expect(manifest?.contentHash).toBe(hash.digest('hex'));
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

describe('versions', () => {
  test('are found by name, the last one or the one of a number', async ({ db }) => {
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
    const { id, recipe } = await makeVersion(db, taxonomyId);
    const page = await listVersionRows(db, id, { phase: 'skills', limit: 3 });
    expect(page.items).toHaveLength(3);
    expect(JSON.parse(page.items[0]?.line ?? '')).toMatchObject({
      messages: [{ role: 'system', content: recipe.systemPrompt }, {}, {}],
    });
    const rest = await listVersionRows(db, id, { phase: 'skills', cursor: page.nextCursor ?? '', limit: 3 });
    expect(rest.items.map((row) => row.ordinal)).toEqual([3, 4]);
  });

  test('of a run that is large are put together in seconds', async ({ db }) => {
    const leaf = await makeLeaf(db);
    const run = await makeRun(db, leaf.taxonomyId);
    await db.$executeRaw`
      INSERT INTO "Sample" (id, "taxonomyId", "leafId", "runId", "itemId", "itemOrdinal", status, kind, question, answer,
                            "dedupeHash", "answerTokens", "isPractice", provenance,
                            pipeline, "revisionId")
      SELECT gen_random_uuid(), ${leaf.taxonomyId}::uuid, ${leaf.id}, ${run.id}::uuid, gen_random_uuid(), i, 'approved',
             (CASE WHEN i % 2 = 0 THEN 'knowledge' ELSE 'freeform' END)::"LeafKind", 'Question ' || i, repeat('Answer. ', 20), i::text, i % 100, false, '{}',
             'freeform', gen_random_uuid()
        FROM generate_series(1, 20000) i`;
    const started = performance.now();
    const version = await makeVersion(db, leaf.taxonomyId);
    expect(version).toMatchObject({ state: 'published', isPractice: false });
    expect(version.rows).toBeGreaterThan(30_000);
    expect(performance.now() - started).toBeLessThan(30_000);
  }, 60_000);
});
