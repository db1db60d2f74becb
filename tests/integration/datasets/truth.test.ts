import { describe, expect } from 'vitest';
import { v7 as uuid } from 'uuid';
import type { Database } from '@/prisma/client';
import { commandLine } from '@/taxonomy/accounts/command-line';
import { getVersion, getVersionCard, listVersionRows } from '@/taxonomy/datasets/versions';
import { test } from '../../support/database';
import { previewVersion } from '@/taxonomy/datasets/preview';
import { makeApproved, makeVersion, replaying } from '../../support/datasets-factories';
import { decideMany } from '@/taxonomy/review/decide';
import { makeSample } from '../../support/factories';

/** A document with one passage, and the sample that was generated from it. */
async function attachDocument(
  db: Database,
  sampleId: string,
  { taxonomyId, leafId, ...from }: { taxonomyId: string; leafId: string; repo?: string; commit?: string },
) {
  const [sourceId, documentId, chunkId] = [uuid(), uuid(), uuid()];
  const kind = from.repo ? 'git' : 'upload';
  await db.documentSource.create({ data: { id: sourceId, leafId, kind, patterns: [], state: 'ready', ...from } });
  const document = { name: `${kind}.md`, mediaType: 'text/markdown', sizeBytes: 9, sha256: `${kind}-hash`, tokens: 2 };
  await db.document.create({
    data: { id: documentId, taxonomyId, sourceId, markdown: 'Birds sing.', chunkCount: 1, ...document },
  });
  const chunk = { id: chunkId, documentId, ordinal: 0, headings: [], text: 'Birds sing.', tokens: 2 };
  await db.chunk.create({ data: { ...chunk, startChar: 0, endChar: 11 } });
  await db.sample.update({ where: { id: sampleId }, data: { chunkId } });
}

describe('rows that people edited', () => {
  test('are marked in the files, the manifest and the card, and keep the practice mark', async ({ db }) => {
    const { taxonomyId, skill } = await makeApproved(db, { skills: 3 });
    const [edited, reverted] = await db.sample.findMany({ where: { leafId: skill.id, status: 'approved' } });
    const edit = async (sampleId: string, version: number, answer: string) => {
      const { question } = await db.sample.findUniqueOrThrow({ where: { id: sampleId } });
      const text = { context: null, question, answer };
      await decideMany(db, commandLine, [{ id: uuid(), sampleId, version, verdict: 'edit', text }]);
    };
    await edit(edited?.id ?? '', 0, 'By hand.');
    // Edited and then edited back to the teacher's text: it counts as the teacher's text.
    await edit(reverted?.id ?? '', 0, 'By hand.');
    await edit(reverted?.id ?? '', 1, reverted?.answer ?? '');
    const { id } = await makeVersion(db, taxonomyId);
    const { items } = await listVersionRows(db, id, { phase: 'skills', limit: 10 });
    const marks = items.map(({ sampleId, line }) => {
      const { metadata } = JSON.parse(line) as { metadata: string };
      return [sampleId === edited?.id, JSON.parse(metadata)] as const;
    });
    for (const [isEdited, metadata] of marks) {
      expect(metadata).toMatchObject({ practice: 'practice, not a model' });
      expect(metadata.edited).toBe(isEdited ? true : undefined);
      expect(Object.keys(metadata)).toEqual(Object.keys(metadata).toSorted());
    }
    expect((await getVersion(db, id)).origin).toMatchObject({ edited: { rows: 1, practiceRows: 1 } });
    const { markdown } = await getVersionCard(db, id);
    expect(markdown).toContain(
      "3 of 3 rows were written by Seedleaf's practice teacher, which recombines seed examples, 1 of them then edited by people.",
    );
    expect(markdown).toContain('1 row was edited by people');
  });
});

describe('an edited row that is replayed', () => {
  test('is counted once, and its copies are marked in the files', async ({ db }) => {
    const { taxonomyId, knowledge } = await makeApproved(db, { short: 1, skills: 1 });
    const sample = await db.sample.findFirstOrThrow({ where: { leafId: knowledge.id, status: 'approved' } });
    const text = { context: sample.context, question: sample.question, answer: 'By hand.' };
    const { id: sampleId, version } = sample;
    await decideMany(db, commandLine, [{ id: uuid(), sampleId, version, verdict: 'edit', text }]);
    const { id } = await makeVersion(db, taxonomyId, replaying(1));
    const { items } = await listVersionRows(db, id, { phase: 'skills', limit: 10 });
    expect(items.filter((row) => row.sampleId === sampleId)).toHaveLength(1);
    expect((await getVersion(db, id)).origin).toMatchObject({ edited: { rows: 1, practiceRows: 1 } });
  });
});

describe('the sources of a version', () => {
  test('list the documents that rows came from, even if the leaf has no attribution', async ({ db }) => {
    const { taxonomyId, knowledge, skill } = await makeApproved(db, { short: 2, skills: 1 });
    const revision = await db.leafRevision.findUniqueOrThrow({ where: { id: knowledge.revisionId } });
    const silent = { ...Object(revision.content), attribution: undefined };
    const next = { id: uuid(), nodeId: knowledge.id, number: 2, content: silent, contentHash: 'y' };
    await db.leafRevision.create({ data: { ...next, authorId: commandLine.id } });
    await db.leaf.update({ where: { nodeId: knowledge.id }, data: { currentRevisionId: next.id } });
    const [one, two] = await db.sample.findMany({ where: { leafId: knowledge.id, status: 'approved' } });
    const place = { taxonomyId, leafId: knowledge.id };
    await attachDocument(db, one?.id ?? '', { ...place, repo: 'https://example.org/birds.git', commit: 'abc123' });
    await attachDocument(db, two?.id ?? '', place);
    const { id, manifest } = await makeVersion(db, taxonomyId);
    expect(manifest?.sources).toMatchObject([
      {
        leafId: knowledge.id,
        titleOfWork: '',
        documents: [
          { name: 'git.md', sha256: 'git-hash', repo: 'https://example.org/birds.git', commit: 'abc123', rows: 1 },
          { name: 'upload.md', sha256: 'upload-hash', repo: null, commit: null, rows: 1 },
        ],
      },
    ]);
    const { markdown } = await getVersionCard(db, id);
    expect(markdown).toContain('| git.md | https://example.org/birds.git at `abc123` | `git-hash` | 1 |');
    expect(markdown).toContain('| upload.md | uploaded | `upload-hash` | 1 |');
    expect(markdown).not.toContain('list no sources');
    const alone = await makeVersion(db, taxonomyId, { scope: [skill.id] }, 'skills');
    expect((await getVersionCard(db, alone.id)).markdown).toContain('The leaves list no sources.');
  });
});

describe('the card of a version', () => {
  test('says how many rows were approved in bulk, and counts only the others as approved by people', async ({ db }) => {
    const { taxonomyId, skill, runId } = await makeApproved(db, {});
    const samples = await Promise.all(
      Array.from({ length: 12 }, (_, i) => makeSample(db, { leaf: skill, runId, question: `Bulk ${i}?` })),
    );
    const approve = ({ id: sampleId }: { id: string }) => ({
      id: uuid(),
      sampleId,
      version: 0,
      verdict: 'approve' as const,
    });
    await decideMany(db, commandLine, samples.slice(0, 10).map(approve));
    for (const sample of samples.slice(10)) await decideMany(db, commandLine, [approve(sample)]);
    const { id, manifest } = await makeVersion(db, taxonomyId);
    expect(manifest?.approvedInBulk).toBe(10);
    expect((await getVersionCard(db, id)).markdown).toContain('10 rows were approved in bulk');
  });

  test('names the model that answered, and the requested one if it differs', async ({ db }) => {
    const { taxonomyId, runId } = await makeApproved(db, { skills: 1 });
    const teacher = { name: 'Studio', baseUrl: 'http://127.0.0.1:1', model: 'asked-for' };
    await db.run.update({ where: { id: runId }, data: { snapshot: { teacher } } });
    const call = { runId, itemId: uuid(), step: 's', ordinal: '0', prompt: 'p', promptVersion: 1, request: {} };
    const usage = { response: 'x', promptTokens: 1, completionTokens: 1, latencyMs: 1 };
    await db.teacherCall.create({ data: { key: uuid(), model: 'loaded-model', ...call, ...usage } });
    const { id, manifest } = await makeVersion(db, taxonomyId);
    expect(manifest?.runs).toMatchObject([{ model: 'asked-for', answeredBy: ['loaded-model'] }]);
    expect((await getVersionCard(db, id)).markdown).toContain('loaded-model (requested: asked-for)');
  });

  test('is written once: later changes of our wording do not change it', async ({ db }) => {
    const { taxonomyId } = await makeApproved(db, { skills: 1 });
    const { id, card } = await makeVersion(db, taxonomyId);
    expect(card).toMatch(/^---\npretty_name: "birds"\n/);
    expect((await getVersionCard(db, id)).markdown).toBe(card);
  });
});

describe('special tokens of chat templates inside texts', () => {
  test('are warned of before publishing and listed in manifest and card; the rows stay unchanged', async ({ db }) => {
    const { taxonomyId, skill, runId } = await makeApproved(db, { skills: 1 });
    const marked = { leaf: skill, runId, status: 'approved' } as const;
    await makeSample(db, { ...marked, question: 'One?', answer: 'Write <|im_end|> or </s> here.' });
    await makeSample(db, { ...marked, question: 'What does [/INST] mean?' });
    await makeSample(db, { ...marked, question: 'Is a < b and c > d, or x[i] = <b>bold</b>?' });
    const { warnings } = await previewVersion(db, taxonomyId, {});
    expect(warnings.join('\n')).toMatch(
      /2 approved samples contain special tokens .*: <\/s>, <\|im_end\|>, \[\/INST\]\./,
    );
    const { id, manifest } = await makeVersion(db, taxonomyId);
    expect(manifest?.templateMarks).toEqual({ rows: 2, marks: ['</s>', '<|im_end|>', '[/INST]'] });
    expect((await getVersionCard(db, id)).markdown).toContain('`</s>`, `<|im_end|>`, `[/INST]`');
    const { items } = await listVersionRows(db, id, { phase: 'skills', limit: 10 });
    expect(items.map(({ line }) => line).join()).toContain('Write <|im_end|> or </s> here.');
  });
});
