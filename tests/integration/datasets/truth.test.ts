import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect } from 'vitest';
import { v7 as uuid } from 'uuid';
import type { Database } from '@/prisma/client';
import type { Manifest2 } from '@/taxonomy/datasets/contract';
import { publishVersion } from '@/taxonomy/datasets/publish';
import { getVersion, getVersionCard, listVersionRows, loadVersion } from '@/taxonomy/datasets/versions';
import { writeExport } from '@/taxonomy/datasets/write-export';
import { test } from '../../support/database';
import { makeApproved, makeVersion } from '../../support/datasets-factories';
import { temporaryFolder } from '../../support/documents-factories';
import { makeActor } from '../../support/factories';

let place: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  place = temporaryFolder();
});
afterEach(() => place.remove());

const write = async (db: Database, versionId: string) =>
  writeExport(
    db,
    await loadVersion(db, versionId),
    { format: 'messages', folder: path.join(place.folder, 'out'), isAlone: false },
    { signal: new AbortController().signal, onRows: () => undefined },
  );
const read = (name: string) => readFileSync(path.join(place.folder, 'out', name), 'utf8');

/** A document in one passage, and the sample that was written from it. */
async function giveDocument(
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
  test('say so in the files, in the manifest and in the card, and keep the practice mark', async ({ db }) => {
    const { taxonomyId, skill } = await makeApproved(db, { skills: 3 });
    const [edited, takenBack] = await db.sample.findMany({ where: { leafId: skill.id, status: 'approved' } });
    const original = { context: null, question: 'As it was?', answer: 'Jupiter.' };
    await db.sample.update({ where: { id: edited?.id ?? '' }, data: { original } });
    // Edited, and then edited back to what the teacher had written: nobody's words but the teacher's.
    const same = { context: null, question: takenBack?.question ?? '', answer: takenBack?.answer ?? '' };
    await db.sample.update({ where: { id: takenBack?.id ?? '' }, data: { original: same } });
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
    expect((await getVersion(db, id)).manifest).toMatchObject({ edited: { rows: 1, practiceRows: 1 } });
    const { markdown } = await getVersionCard(db, id);
    expect(markdown).toContain(
      "3 of 3 rows were written by Seedleaf's practice teacher, which recombines seed examples, 1 of them then edited by people.",
    );
    expect(markdown).toContain('Of the 3 rows, 1 was edited by people');
  });
});

describe('the sources of a version', () => {
  test('name the documents that rows came from, though the leaf names no work', async ({ db }) => {
    const { taxonomyId, knowledge, skill } = await makeApproved(db, { short: 2, skills: 1 });
    const revision = await db.leafRevision.findUniqueOrThrow({ where: { id: knowledge.revisionId } });
    const silent = { ...Object(revision.content), attribution: undefined };
    const next = { id: uuid(), nodeId: knowledge.id, number: 2, content: silent, contentHash: 'y' };
    await db.leafRevision.create({ data: next });
    await db.leaf.update({ where: { nodeId: knowledge.id }, data: { currentRevisionId: next.id } });
    const [one, two] = await db.sample.findMany({ where: { leafId: knowledge.id, status: 'approved' } });
    const place = { taxonomyId, leafId: knowledge.id };
    await giveDocument(db, one?.id ?? '', { ...place, repo: 'https://example.org/birds.git', commit: 'abc123' });
    await giveDocument(db, two?.id ?? '', place);
    const { id, manifest } = await makeVersion(db, taxonomyId);
    expect((manifest as Manifest2).sources).toMatchObject([
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
    expect(markdown).not.toContain('name no sources');
    const alone = await makeVersion(db, taxonomyId, { scope: [skill.id] }, 'skills');
    expect((await getVersionCard(db, alone.id)).markdown).toContain('The leaves name no sources.');
  });
});

describe('a version that was published with the first format of the manifest', () => {
  test('still exports, with its manifest and its card as they were', async ({ db }) => {
    const { taxonomyId } = await makeApproved(db, { skills: 1 });
    const request = { requestKey: uuid(), name: 'birds', recipe: {} };
    const { id } = await publishVersion(db, makeActor(), taxonomyId, request);
    const { recipe } = await loadVersion(db, id);
    const manifest = {
      manifestVersion: 1,
      dataset: 'birds',
      version: 1,
      publishedAt: '2026-11-01T00:00:00.000Z',
      publishedBy: null,
      practice: { mark: 'practice, not a model', rows: 0 },
      rows: 0,
      contentHash: 'x',
      recipe,
      phases: [],
      runs: [],
      sources: [],
    };
    await db.datasetVersion.update({
      where: { id },
      data: { state: 'published', manifest, contentHash: 'x', publishedAt: new Date(manifest.publishedAt) },
    });
    await write(db, id);
    const { format: _format, files: _files, samples, ...written } = JSON.parse(read('manifest.json'));
    expect(written).toEqual(manifest);
    expect(Object.keys(written)).toEqual(Object.keys(manifest));
    expect(samples).toEqual([]);
    const card = read('README.md');
    expect(card).toContain('Replay: 1 of each earlier phase, chosen');
    expect(card.match(/\*To be written by a person\.\*/g)).toHaveLength(4);
  });
});
