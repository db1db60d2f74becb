import { randomUUID } from 'node:crypto';
import { describe, expect } from 'vitest';
import type { Database } from '@/prisma/client';
import { changeThresholds } from '@/taxonomy/generation/threshold-changes/change-thresholds';
import { savePrompt } from '@/taxonomy/generation/prompt-texts/prompt-texts';
import { judgeRelevancy } from '@/taxonomy/generation/prompts/judge-relevancy';
import { setThresholds } from '@/taxonomy/generation/thresholds/thresholds';
import { setSafety } from '@/taxonomy/generation/safety/exceptions';
import { commandLine } from '@/taxonomy/accounts/command-line';
import { requestExport } from '@/taxonomy/datasets/export';
import { addUploadedDocuments } from '@/taxonomy/documents/add-uploaded-documents';
import { decideMany } from '@/taxonomy/review/decide';
import { importTaxonomy } from '@/taxonomy/seeds/import/import-taxonomy';
import { importResults } from '@/taxonomy/training/evaluation/import-results';
import { test } from '../support/database';
import { makeApproved, makeVersion } from '../support/datasets-factories';
import { makeImportedSample } from '../support/factories';
import { files, skill } from '../support/import-factories';

/** A taxonomy with a row in every table that a taxonomy can fill. */
async function makeFullTaxonomy(db: Database) {
  const { taxonomyId, knowledge, runId } = await makeApproved(db, { short: 3, long: 2, skills: 3 });
  const { id: leafId, revisionId } = knowledge;
  const source = {
    files: files({ 'compositional_skills/imported/qna.yaml': skill('x') }),
    shownName: 'x',
    isDryRun: false,
  };
  await importTaxonomy(db, commandLine, { taxonomyId, ...source });
  const bytes = Buffer.from('## Birds\n\nBirds sing.');
  await addUploadedDocuments(db, { actor: commandLine, leafId, name: 'birds.md', bytes });
  const item = { id: randomUUID(), runId, leafId, pipeline: 'knowledge', ordinal: 0, input: {} };
  await db.runLeaf.create({
    data: { runId, leafId, revisionId, pipeline: 'knowledge', pipelineVersion: 1, itemsTotal: 1 },
  });
  await db.comparedLeaf.create({ data: { runId, leafId, revisionId } });
  await db.runItem.create({ data: item });
  await setSafety(db, commandLine, leafId, { exceptions: [{ category: 'advice', reason: 'It teaches nurses.' }] });
  await setThresholds(db, commandLine, leafId, { thresholds: { 'judge-relevancy': 1 } });
  await savePrompt(db, commandLine, judgeRelevancy.name, { leaf: leafId, after: 0, text: judgeRelevancy.text });
  await db.stepCount.create({ data: { runId, leafId, pipeline: 'knowledge', step: 's', ordinal: 0 } });
  await db.stagedItem.create({ data: { itemId: item.id, runId, leafId, ordinal: 0, attempts: 1, rows: [] } });
  const call = { key: randomUUID(), runId, step: 's', ordinal: '0', prompt: 'p', promptVersion: 1, model: 'm' };
  await db.teacherCall.create({
    data: { ...call, itemId: item.id, request: {}, response: 'r', promptTokens: 1, completionTokens: 1, latencyMs: 1 },
  });
  const { teacherId } = await db.run.findUniqueOrThrow({ where: { id: runId } });
  const batch = { id: randomUUID(), runId, teacherId, requests: 1 };
  await db.remoteBatch.create({ data: batch });
  const waits = { request: {}, batchId: batch.id, items: { create: { itemId: item.id } } };
  await db.waitingCall.create({ data: { ...call, ownerId: item.id, teacherId, ...waits } });
  await db.droppedRow.create({
    data: {
      runId,
      itemId: item.id,
      leafId,
      pipeline: 'knowledge',
      step: 's',
      reason: 'r',
      detail: '',
      row: {},
      callKey: call.key,
    },
  });
  const sample = await db.sample.findFirstOrThrow({ where: { taxonomyId, status: 'pending' } });
  await decideMany(db, commandLine, [{ id: randomUUID(), sampleId: sample.id, version: 0, verdict: 'approve' }]);
  await db.judgement.create({
    data: { sampleId: sample.id, step: 's', label: 'Answer', score: 3, scale: '1 to 3', explanation: '' },
  });
  const judged = { runId, leafId, pipeline: 'knowledge', itemId: item.id, itemOrdinal: 0, grades: {} };
  await db.judgedRow.create({ data: { sampleId: sample.id, ...judged } });
  await db.run.update({ where: { id: runId }, data: { state: 'completed' } });
  await db.runNotice.create({ data: { id: randomUUID(), runId, type: 'run.completed' } });
  const { id: changeId } = await changeThresholds(db, commandLine, runId, { requestKey: randomUUID(), thresholds: {} });
  await db.rowChange.create({ data: { changeId, sampleId: sample.id, outcome: 'gone' } });
  const set = { id: randomUUID(), taxonomyId, name: 'A test', addedById: commandLine.id };
  const row = { ordinal: 0, messages: [{ role: 'user', content: 'Which bird?' }], bytes: 11, hash: 'h' };
  await db.importedSet.create({
    data: { id: randomUUID(), taxonomyId, name: 'general', createdById: commandLine.id, importedRows: { create: row } },
  });
  const given = { id: randomUUID(), taxonomyId, leafId, revisionId, file: 'birds.csv', createdById: commandLine.id };
  const waiting = { line: 2, question: 'Which bird?', answer: 'A finch.' };
  await db.sampleImport.create({ data: { ...given, rows: 2, added: 1, importRows: { create: waiting } } });
  await makeImportedSample(db, { ...given, importId: given.id });
  await db.evaluationSet.create({ data: { ...set, rows: { create: { line: 1, text: 'Which bird?' } } } });
  const file = { sha256: 'x', bytes: Buffer.from('{}'), size: 2, vocabulary: 1, specialTokens: [] };
  await db.studentTokenizer.create({
    data: { ...file, id: randomUUID(), taxonomyId, name: 'A student', addedById: commandLine.id },
  });
  const { id: versionId } = await makeVersion(db, taxonomyId);
  await requestExport(db, commandLine, { versionId, format: 'messages', home: '/nowhere' });
  const run = { id: randomUUID(), taxonomyId, name: 'r', folder: '/r', versionId, startedById: commandLine.id };
  await db.trainingRun.create({ data: run });
  const phase = { id: randomUUID(), runId: run.id, folder: '', name: 'r', trainer: 'hugging_face' };
  await db.trainingPhase.create({ data: phase });
  await db.trainingPoint.create({ data: { phaseId: phase.id, step: 1 } });
  await db.trainingCheckpoint.create({ data: { phaseId: phase.id, name: 'checkpoint-1', at: new Date() } });
  const results = { name: 'results.json', read: async () => Buffer.from('{"results":{"a":{"acc,none":0.5}}}') };
  await importResults(db, commandLine, { taxonomyId, model: { name: 'm' }, files: [results] });
  const { id: otherId } = await db.teacher.create({
    data: { id: randomUUID(), name: randomUUID(), baseUrl: 'x', model: 'm' },
  });
  const models = { leftTeacherId: teacherId, leftModel: 'm', rightTeacherId: otherId, rightModel: 'm' };
  const vote = { id: randomUUID(), taxonomyId, versionId, requestKey: randomUUID(), ...models, turns: [] };
  await db.chatVote.create({ data: { ...vote, choice: 'both', isBlind: false, createdById: commandLine.id } });
  return taxonomyId;
}

const erase = (db: Database, taxonomyId: string, isSaid: boolean) =>
  db.$transaction(async (tx) => {
    if (isSaid) await tx.$executeRaw`SET LOCAL seedleaf.erase = 'on'`;
    await tx.$executeRaw`DELETE FROM "Taxonomy" WHERE id = ${taxonomyId}::uuid`;
  });

/** Tables that belong to the installation and not to a taxonomy. */
const ofTheInstallation = [
  'Account',
  'AuditEvent',
  'Job',
  'OwnerLink',
  'RateLimit',
  'Session',
  'Setting',
  'Teacher',
  'User',
  'Verification',
  'Webhook',
  'WebhookDelivery',
  'Worker',
];

async function rowsByTable(db: Database): Promise<Record<string, number>> {
  const tables = await db.$queryRaw<{ name: string }[]>`
    SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tablename NOT LIKE '\\_%' ORDER BY 1`;
  const counts: [string, number][] = [];
  for (const { name } of tables.filter((each) => !ofTheInstallation.includes(each.name))) {
    const [row] = await db.$queryRawUnsafe<{ n: number }[]>(`SELECT count(*)::int AS n FROM "${name}"`);
    counts.push([name, row!.n]);
  }
  return Object.fromEntries(counts);
}

describe('deleting a taxonomy with everything in it', () => {
  test('is refused unless the transaction states it; then nothing of it is left', async ({ db }) => {
    const taxonomyId = await makeFullTaxonomy(db);
    const before = await rowsByTable(db);
    const empty = Object.keys(before).filter((name) => before[name] === 0);
    expect(empty).toEqual(['UploadPiece']);

    await expect(erase(db, taxonomyId, false)).rejects.toThrow(/is only ever added to|is published and cannot change/);
    expect(await rowsByTable(db)).toEqual(before);

    const events = await db.auditEvent.count();
    await erase(db, taxonomyId, true);
    expect(Object.entries(await rowsByTable(db)).filter(([, n]) => n > 0)).toEqual([]);
    expect(await db.auditEvent.count()).toBe(events);
  });

  test('leaves every row of other taxonomies', async ({ db }) => {
    const first = await makeFullTaxonomy(db);
    const alone = await rowsByTable(db);
    const second = await makeFullTaxonomy(db);
    await erase(db, second, true);
    expect(await rowsByTable(db)).toEqual(alone);
    await erase(db, first, true);
  });
});
