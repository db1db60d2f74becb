import { describe, expect } from 'vitest';
import { v7 as uuid } from 'uuid';
import type { Database } from '@/prisma/client';
import { commandLine } from '@/taxonomy/accounts/command-line';
import { previewVersion } from '@/taxonomy/datasets/preview';
import { publishVersion } from '@/taxonomy/datasets/publish';
import { listVersionRows } from '@/taxonomy/datasets/versions';
import { defaultRecipe } from '@/taxonomy/datasets/vocabulary';
import { labPhases, phasePresets, replayPhase } from '@/taxonomy/datasets/vocabulary-phases';
import { test } from '../../support/database';
import { makeApproved, makeVersion } from '../../support/datasets-factories';
import { makeSample } from '../../support/factories';

const rowsOf = (db: Database, versionId: string) =>
  db.datasetRow.findMany({ where: { versionId }, orderBy: [{ phase: 'asc' }, { split: 'asc' }, { ordinal: 'asc' }] });

type Line = { messages: { role: string; content: string }[]; unmask: boolean; metadata: string };
const linesOf = async (db: Database, versionId: string, phase: string) =>
  (await listVersionRows(db, versionId, { phase, limit: 500 })).items.map((row) => ({
    ...row,
    ...(JSON.parse(row.line) as Line),
  }));

describe('phases', () => {
  test('are those of the recipe, each with its own file name and order', async ({ db }) => {
    const { taxonomyId, skill } = await makeApproved(db, { short: 4, long: 3, skills: 2 });
    const [short] = labPhases();
    const phases = [
      ...phasePresets.one.phases(),
      { ...short!, key: 'domain', name: 'Domain', scope: [skill.id], takes: ['compositional' as const] },
    ];
    const version = await makeVersion(db, taxonomyId, { phases });
    expect(version.manifest?.phases).toMatchObject([
      { key: 'all', own: 7 },
      { key: 'domain', own: 2, replayed: [] },
    ]);
    const leaves = await db.datasetLeaf.findMany({ where: { versionId: version.id }, orderBy: { rows: 'desc' } });
    expect(leaves.map(({ byPhase }) => byPhase)).toEqual([
      [7, 0],
      [0, 2],
    ]);
  });

  test('of InstructLab repeat knowledge among other passages, and learn only answers there', async ({ db }) => {
    const { taxonomyId, knowledge, runId } = await makeApproved(db, { skills: 1 });
    for (let passage = 0; passage < 8; passage += 1)
      for (let i = 0; i < 5; i += 1)
        await makeSample(db, {
          leaf: knowledge,
          runId,
          kind: 'knowledge',
          status: 'approved',
          context: `Passage ${passage}.`,
          question: `What does ${passage} say, ${i}?`,
        });
    const summary = await makeSample(db, {
      leaf: knowledge,
      runId,
      kind: 'knowledge',
      status: 'approved',
      context: 'Long text.',
    });
    await db.sample.update({
      where: { id: summary.id },
      data: { provenance: { documentVariant: 'summary_detailed', isAuxiliary: true } },
    });
    const recipe = { phases: phasePresets.instructlab.phases() };
    const preview = await previewVersion(db, taxonomyId, recipe);
    const version = await makeVersion(db, taxonomyId, recipe);
    expect(version.manifest?.phases.map(({ own, rows }) => [own, rows])).toEqual([
      [41, 41],
      [1, 1 + 40 + 40 + 1],
    ]);
    expect(preview.phases.map(({ replayed }) => replayed.map(({ rows }) => rows))).toEqual([[], [40, 40, 1]]);
    const lines = await linesOf(db, version.id, 'skills');
    const raft = lines.filter(({ metadata }) => metadata.includes('document_knowledge_qa_raft_p0.4'));
    expect(raft).toHaveLength(40);
    let golden = 0;
    for (const { messages, unmask, sampleId } of raft) {
      const asked = messages[0]?.content ?? '';
      const passages = [...asked.matchAll(/Document:\n(Passage \d\.)\n\n/g)].map(([, text]) => text);
      expect(passages).toHaveLength(4);
      expect(new Set(passages).size).toBe(4);
      expect(unmask).toBe(false);
      const { context, question } = await db.sample.findUniqueOrThrow({ where: { id: sampleId ?? '' } });
      expect(asked.endsWith(`\n\n${question}`)).toBe(true);
      if (passages.includes(context ?? '')) golden += 1;
    }
    // 40 draws at 0.4: far outside this range once in ten thousand times, and the seed fixes them.
    expect(golden).toBeGreaterThanOrEqual(6);
    expect(golden).toBeLessThanOrEqual(28);
    const again = lines.filter(({ unmask }) => unmask);
    expect(again).toHaveLength(40);
    const auxiliary = lines.filter(({ sampleId }) => sampleId === summary.id);
    expect(auxiliary.map(({ unmask }) => unmask)).toEqual([false]);
    expect((await linesOf(db, version.id, 'knowledge')).every(({ unmask }) => unmask)).toBe(true);
  });

  test('replay rows of an earlier version, as they were then, each once', async ({ db }) => {
    const { taxonomyId, knowledge } = await makeApproved(db, { short: 6, skills: 2 });
    const before = await makeVersion(db, taxonomyId, { scope: [knowledge.id] }, 'before');
    const [changed] = await db.sample.findMany({ where: { leafId: knowledge.id, status: 'approved' } });
    await db.sample.update({ where: { id: changed?.id ?? '' }, data: { answer: 'Another.', version: 1 } });
    const [, , skills] = labPhases();
    const source = { from: 'version' as const, versionId: before.id, phase: 'knowledge_short' };
    const phases = [
      { ...skills!, replay: [{ ...replayPhase(''), source, amount: { of: 'rows' as const, value: 5 } }] },
    ];
    const version = await makeVersion(db, taxonomyId, { phases }, 'after');
    expect(version.manifest?.phases).toMatchObject([
      { own: 2, replayed: [{ phase: null, name: 'before@1, knowledge_short', rows: 5 }] },
    ]);
    const rows = (await rowsOf(db, version.id)).filter(({ replay }) => replay === 0);
    expect(new Set(rows.map(({ sampleId }) => sampleId)).size).toBe(5);
    expect(rows.every(({ textVersion }) => textVersion === 0)).toBe(true);
    const [line] = (await linesOf(db, version.id, 'skills')).filter(({ replayOf }) => replayOf);
    expect(line).toMatchObject({
      replayOf: 'before@1, knowledge_short',
      leafPath: expect.stringMatching(/^knowledge\//),
    });
  });

  test('replay rows of an imported dataset, with their own turns', async ({ db }) => {
    const { taxonomyId } = await makeApproved(db, { skills: 1 });
    const setId = uuid();
    await db.importedSet.create({
      data: { id: setId, taxonomyId, name: 'general', rows: 3, bytes: 60n, createdById: commandLine.id },
    });
    const turns = (text: string) => [
      { role: 'user', content: text },
      { role: 'assistant', content: 'Yes.' },
    ];
    const messages = [turns('One?'), turns('Two?'), [{ role: 'system', content: 'Be old.' }, ...turns('Three?')]];
    await db.importedRow.createMany({
      data: messages.map((each, ordinal) => ({ setId, ordinal, messages: each, bytes: 20, hash: `h${ordinal}` })),
    });
    await db.importedSet.update({ where: { id: setId }, data: { contentHash: 'x' } });
    await expect(db.importedRow.deleteMany({ where: { setId } })).rejects.toThrow();
    const [, , skills] = labPhases();
    const source = { from: 'imported' as const, setId };
    const phases = [{ ...skills!, replay: [{ ...replayPhase(''), source }] }];
    const version = await makeVersion(db, taxonomyId, { phases, systemPrompt: 'Be new.' });
    expect(version).toMatchObject({
      rows: 4,
      manifest: { phases: [{ own: 1, rows: 4, replayed: [{ name: 'general' }] }] },
    });
    const imported = (await linesOf(db, version.id, 'skills')).filter(({ sampleId }) => sampleId === null);
    expect(imported.map((row) => row.messages[0]?.content ?? '').toSorted()).toEqual(['Be new.', 'Be new.', 'Be old.']);
    await expect(db.importedSet.delete({ where: { id: setId } })).rejects.toThrow();
  });

  test('with a source that is missing or not ready are refused, by name', async ({ db }) => {
    const { taxonomyId } = await makeApproved(db, { skills: 1 });
    const [, , skills] = labPhases();
    const withSource = (source: { from: 'version'; versionId: string; phase: string | null }) => ({
      phases: [{ ...skills!, replay: [{ ...replayPhase(''), source }] }],
    });
    const publish = (recipe: object) =>
      publishVersion(db, commandLine, taxonomyId, { requestKey: uuid(), name: 'birds', recipe });
    await expect(publish(withSource({ from: 'version', versionId: uuid(), phase: null }))).rejects.toThrow(
      /Skills: there is no dataset version/,
    );
    const other = await makeVersion(db, taxonomyId, {}, 'other');
    await expect(publish(withSource({ from: 'version', versionId: other.id, phase: 'poems' }))).rejects.toThrow(
      /other@1 has no phase “poems”. Its phases: knowledge_short, knowledge_long, skills/,
    );
    const gone = { ...labPhases()[0]!, scope: ['nowhere12345'] };
    await expect(publish({ phases: [gone] })).rejects.toThrow(/no leaf or folder nowhere12345/);
  });
});

describe('which samples are taken', () => {
  test('can be limited by balance, by run and by score', async ({ db }) => {
    const { taxonomyId, skill, runId } = await makeApproved(db, { skills: 10 });
    const samples = await db.sample.findMany({ where: { leafId: skill.id, status: 'approved' } });
    const few = await makeVersion(db, taxonomyId, { balance: { mode: 'at_most', rows: 4 } });
    expect(few.rows).toBe(4);
    const same = await makeVersion(db, taxonomyId, { balance: { mode: 'at_most', rows: 4 } }, 'again');
    expect(same.contentHash).toBe(few.contentHash);
    const more = { mode: 'exactly', rows: 23, isRepeated: true } as const;
    const repeated = await rowsOf(db, (await makeVersion(db, taxonomyId, { balance: more }, 'more')).id);
    const times = new Map<string, number>();
    for (const { sampleId } of repeated) times.set(sampleId ?? '', (times.get(sampleId ?? '') ?? 0) + 1);
    expect([...times.values()].toSorted((a, b) => a - b)).toEqual([...Array(7).fill(2), 3, 3, 3]);

    const other = await makeSample(db, { leaf: skill, status: 'approved' });
    const of = (change: object) => ({ selection: { ...defaultRecipe.selection, ...change } });
    expect((await previewVersion(db, taxonomyId, of({ runs: [runId] }))).approved).toBe(10);
    expect((await previewVersion(db, taxonomyId, of({ runs: [other.runId] }))).approved).toBe(1);
    expect((await previewVersion(db, taxonomyId, of({ isPendingTaken: true }))).approved).toBe(12);

    const judge = { label: 'Answer', scale: '1-3', explanation: '', callKey: 'k', step: 'judge_pair' };
    for (const [i, { id: sampleId }] of samples.entries())
      await db.judgement.create({ data: { ...judge, sampleId, score: i < 6 ? 3 : 1 } });
    // A later judgement counts instead of an earlier one.
    await db.judgement.create({ data: { ...judge, sampleId: samples[9]?.id ?? '', score: 2 } });
    const scored = of({ minimumScores: [{ step: 'judge_pair', score: 2 }], runs: [runId] });
    expect((await makeVersion(db, taxonomyId, scored, 'scored')).rows).toBe(7);
  });

  test('are told to be the same when nothing changed, also with a balance', async ({ db }) => {
    const { taxonomyId, skill } = await makeApproved(db, { skills: 10 });
    const recipe = { balance: { mode: 'at_most', rows: 4 } as const };
    await makeVersion(db, taxonomyId, recipe);
    const sameAs = async () => (await previewVersion(db, taxonomyId, recipe, { name: 'birds' })).sameAs;
    expect(await sameAs()).toBe(1);
    // One less and one more: as many as before, but others.
    const [gone] = await db.sample.findMany({ where: { leafId: skill.id, status: 'approved' } });
    await db.sample.update({ where: { id: gone?.id ?? '' }, data: { status: 'rejected' } });
    await makeSample(db, { leaf: skill, status: 'approved' });
    expect(await sameAs()).toBeNull();
  });
});

describe('held-out rows', () => {
  test('are whole seeds, and a text of two seeds keeps both in one split', async ({ db }) => {
    const { taxonomyId, skill, runId } = await makeApproved(db, {});
    for (let group = 0; group < 20; group += 1)
      for (let i = 0; i < 5; i += 1) {
        const word = 'abcdefghijklmnopqrst'[group] ?? '';
        const sample = await makeSample(db, {
          leaf: skill,
          runId,
          status: 'approved',
          question: Array.from({ length: 8 }, (_, k) => `${word}${i}${k}`).join(' '),
        });
        await db.sample.update({
          where: { id: sample.id },
          data: { provenance: { pipelineVersion: 1, seedIds: [`s${group}`], documentVariant: null, calls: [] } },
        });
      }
    // The same question of two seeds.
    const twins = await Promise.all(
      ['s2', 's15'].map(async (seed, i) => {
        const sample = await makeSample(db, {
          leaf: skill,
          runId,
          status: 'approved',
          question: `Please list all of the seven days of the week in order ${i}`,
        });
        await db.sample.update({
          where: { id: sample.id },
          data: { provenance: { pipelineVersion: 1, seedIds: [seed], documentVariant: null, calls: [] } },
        });
        return sample.id;
      }),
    );
    const splits = { validation: 0.1, test: 0.2 };
    const version = await makeVersion(db, taxonomyId, { splits });
    const rows = await rowsOf(db, version.id);
    const splitOf = new Map(rows.map(({ sampleId, split }) => [sampleId, split]));
    expect(splitOf.get(twins[0] ?? '')).toBe(splitOf.get(twins[1] ?? ''));
    const samples = await db.sample.findMany({ where: { id: { in: rows.flatMap(({ sampleId }) => sampleId ?? []) } } });
    const splitsOfSeed = new Map<string, Set<number | undefined>>();
    for (const { id, provenance } of samples) {
      const [seed = ''] = (provenance as { seedIds: string[] }).seedIds;
      splitsOfSeed.set(seed, (splitsOfSeed.get(seed) ?? new Set()).add(splitOf.get(id)));
    }
    expect([...splitsOfSeed.values()].every((each) => each.size === 1)).toBe(true);
    const counted = version.manifest?.phases[2];
    expect(counted?.own).toBe(rows.filter(({ split }) => split === 0).length);
    expect(counted?.test).toBeGreaterThan(10);
    expect(counted?.validation).toBeGreaterThan(3);
    expect(version.rows).toBe(102);
    // Held-out rows are ordered and read as a part of their own.
    const test = await listVersionRows(db, version.id, { phase: 'skills', split: 'test', limit: 3 });
    expect(test.items.map(({ split, ordinal }) => [split, ordinal])).toEqual([
      ['test', 0],
      ['test', 1],
      ['test', 2],
    ]);
  });

  test('are never like a seed example, however much is held out', async ({ db }) => {
    const { taxonomyId, skill, runId } = await makeApproved(db, {});
    const question = 'Write eight short lines about a lighthouse in the fog';
    const old = await db.leafRevision.findFirstOrThrow({ where: { nodeId: skill.id } });
    const seeds = [{ id: 'x', context: null, question, answer: 'Fog.' }];
    const next = { id: uuid(), nodeId: skill.id, number: 9, contentHash: 'y', authorId: commandLine.id };
    await db.leafRevision.create({ data: { ...next, content: { ...Object(old.content), seeds } } });
    await db.leaf.update({ where: { nodeId: skill.id }, data: { currentRevisionId: next.id } });
    const ids: string[] = [];
    for (let i = 0; i < 20; i += 1) {
      const asked = i < 10 ? `${question} ${i}` : Array.from({ length: 8 }, (_, k) => `w${i}x${k}`).join(' ');
      const sample = await makeSample(db, { leaf: skill, runId, status: 'approved', question: asked });
      const provenance = { pipelineVersion: 1, seedIds: [`s${i}`], documentVariant: null, calls: [] };
      await db.sample.update({ where: { id: sample.id }, data: { provenance } });
      ids.push(sample.id);
    }
    const version = await makeVersion(db, taxonomyId, { splits: { validation: 0.4, test: 0.4 } });
    const splitOf = new Map((await rowsOf(db, version.id)).map(({ sampleId, split }) => [sampleId, split]));
    expect(ids.slice(0, 10).map((id) => splitOf.get(id))).toEqual(Array(10).fill(0));
    expect(ids.slice(10).filter((id) => splitOf.get(id) !== 0).length).toBeGreaterThan(5);
  });
});
