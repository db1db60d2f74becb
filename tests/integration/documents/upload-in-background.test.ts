import { describe, expect, vi } from 'vitest';
import type { Database } from '@/prisma/client';
import { commandLine } from '@/taxonomy/accounts/command-line';
import { MAX_DOCUMENT_BYTES } from '@/taxonomy/documents/read-text';
import { dismissUpload, listLeafDocuments } from '@/taxonomy/documents/documents';
import { queueUpload } from '@/taxonomy/documents/queue-upload';
import { readUpload } from '@/taxonomy/documents/read-upload';
import { claim } from '@/taxonomy/jobs/queue';
import { test } from '../../support/database';
import { makeKnowledgeLeaf } from '../../support/documents-factories';
import { makeLeaf } from '../../support/factories';
import { kill, spawnWorker } from '../../support/generation-factories';

const actor = commandLine;
const send = (db: Database, leafId: string, name: string, content: string | Buffer<ArrayBuffer>) =>
  queueUpload(db, { actor, leafId, name, bytes: Buffer.from(content) });

/** Does a worker's part, once. */
async function work(db: Database, leafId: string): Promise<void> {
  const source = await db.documentSource.findFirstOrThrow({ where: { leafId, state: { in: ['queued', 'fetching'] } } });
  const [job] = await claim(db, { kinds: [readUpload.kind], owner: 'test', limit: 1, groupId: source.id });
  if (!job) throw new Error('nothing to do');
  await readUpload.run(job, { db, signal: new AbortController().signal });
}

/** A tenth of the largest file, so that a slow machine can read it too. */
const SIZE = MAX_DOCUMENT_BYTES / 10;
const full = (text: string) => text.repeat(Math.floor(SIZE / text.length));
const hostile = {
  'one line': full('word '),
  'nested quotes': full('> '),
  'a million cells': `|${' c |'.repeat(100)}\n|${'---|'.repeat(100)}\n${`|${' c |'.repeat(100)}\n`.repeat(2_000)}`,
  'blank lines': `a${'\n'.repeat(SIZE - 2)}b`,
};

describe('an uploaded file', () => {
  test('waits, and becomes a document as soon as a worker has read it', async ({ db }) => {
    const leaf = await makeKnowledgeLeaf(db);
    const sent = await send(db, leaf.id, 'birds.md', '# Birds\n\nSeeds are hidden.');
    expect(sent).toMatchObject({ kind: 'upload', name: 'birds.md', state: 'queued', documentCount: 0 });
    expect(await listLeafDocuments(db, leaf.id)).toMatchObject({ documents: [], uploads: [{ id: sent.id }] });

    await work(db, leaf.id);
    expect(await listLeafDocuments(db, leaf.id)).toMatchObject({
      documents: [{ name: 'birds.md', chunkCount: 1 }],
      uploads: [],
    });
    expect(await db.uploadPiece.count({ where: { sourceId: sent.id } })).toBe(0);
    expect(await db.job.count({ where: { groupId: sent.id } })).toBe(0);
    expect(await db.auditEvent.count({ where: { action: 'documents.add', actorId: actor.id } })).toBeGreaterThan(0);
  });

  test('keeps all its bytes, however many pieces they arrive in', async ({ db }) => {
    const leaf = await makeKnowledgeLeaf(db);
    const text = Array.from({ length: 60_000 }, (_, i) => `鳥${i}`).join(' ');
    await send(db, leaf.id, 'a.md', text);
    await work(db, leaf.id);
    const document = await db.document.findFirstOrThrow({ where: { taxonomyId: leaf.taxonomyId } });
    expect(document.markdown).toBe(text);
  });

  test('becomes one document when it is sent twice: at once, while it waits, and later', async ({ db }) => {
    const leaf = await makeKnowledgeLeaf(db);
    const again = () => send(db, leaf.id, 'a.md', 'Same.');
    const sources = [...(await Promise.all([again(), again(), again()])), await again()];
    expect(new Set(sources.map(({ id }) => id)).size).toBe(1);
    await work(db, leaf.id);
    expect(await again()).toMatchObject({ id: sources[0]?.id, state: 'ready', documentCount: 1 });
    expect((await listLeafDocuments(db, leaf.id)).documents).toHaveLength(1);
  });

  test('is added to a second leaf without being read again', async ({ db }) => {
    const one = await makeKnowledgeLeaf(db);
    const two = await makeKnowledgeLeaf(db, undefined, one.taxonomy);
    await send(db, one.id, 'a.md', 'Same.');
    await work(db, one.id);
    expect((await send(db, two.id, 'a.md', 'Same.')).state).toBe('ready');
    expect((await listLeafDocuments(db, two.id)).documents).toHaveLength(1);
  });

  test('replaces an earlier file of the same name in its leaf only, and says so', async ({ db }) => {
    const leaf = await makeKnowledgeLeaf(db);
    const other = await makeKnowledgeLeaf(db, undefined, leaf.taxonomy);
    for (const { id } of [leaf, other]) expect((await send(db, id, 'a.md', 'Wrong.')).replaces).toBe(false);
    await work(db, leaf.id);
    await work(db, other.id);
    const shown = async (leafId: string) => (await listLeafDocuments(db, leafId)).documents.map(({ id }) => id);
    const [wrong] = await shown(leaf.id);

    expect((await send(db, leaf.id, 'a.md', 'Right.')).replaces).toBe(true);
    expect(await shown(leaf.id)).toEqual([wrong]);
    await work(db, leaf.id);
    expect(await shown(leaf.id)).toHaveLength(1);
    expect(await shown(leaf.id)).not.toContain(wrong);
    expect(await shown(other.id)).toEqual([wrong]);
    // What runs were based on stays.
    expect(await db.chunk.count({ where: { documentId: wrong } })).toBe(1);

    expect(await send(db, leaf.id, 'a.md', 'Wrong.')).toMatchObject({ replaces: true, state: 'ready' });
    expect(await shown(leaf.id)).toEqual([wrong]);
  });

  test('wins if it was sent last, even if an earlier one of its name is read after it', async ({ db }) => {
    const leaf = await makeKnowledgeLeaf(db);
    const [first, last] = [await send(db, leaf.id, 'a.md', 'First.'), await send(db, leaf.id, 'a.md', 'Last.')];
    for (const { id } of [last, first]) {
      const [job] = await claim(db, { kinds: [readUpload.kind], owner: 'test', limit: 1, groupId: id });
      await readUpload.run(job!, { db, signal: new AbortController().signal });
    }
    const { documents, uploads } = await listLeafDocuments(db, leaf.id);
    expect(documents).toMatchObject([{ name: 'a.md', sizeBytes: 5 }]);
    expect(uploads).toEqual([]);
  });

  test('is refused at once if its problem is known at once, and leaves nothing behind', async ({ db }) => {
    const leaf = await makeKnowledgeLeaf(db);
    await expect(send(db, leaf.id, 'a.md', Buffer.from([0xc3]))).rejects.toMatchObject({ code: 'invalid' });
    await expect(send(db, leaf.id, 'a.pdf', 'x')).rejects.toThrow(/is not supported/);
    await expect(send(db, (await makeLeaf(db)).id, 'a.md', 'x')).rejects.toThrow(/skills have no documents/);
    expect(await db.documentSource.count({ where: { leafId: leaf.id } })).toBe(0);
  });

  test('that could not be read is shown with the reason, until it is dismissed or sent again', async ({ db }) => {
    const leaf = await makeKnowledgeLeaf(db);
    const fail = async () => {
      const { id } = await send(db, leaf.id, 'a.md', 'Same.');
      const [job] = await claim(db, { kinds: [readUpload.kind], owner: 'test', limit: 1, groupId: id });
      await readUpload.giveUp(job!, new Error('It broke.'), { db, signal: new AbortController().signal });
      return id;
    };
    const id = await fail();
    const shown = { id, state: 'failed', error: 'Reading the file failed: It broke. Upload it again.' };
    expect((await listLeafDocuments(db, leaf.id)).uploads).toMatchObject([shown]);
    expect(await db.uploadPiece.count({ where: { sourceId: id } })).toBe(0);
    await dismissUpload(db, { leafId: leaf.id, sourceId: id });
    expect((await listLeafDocuments(db, leaf.id)).uploads).toEqual([]);

    await fail();
    await send(db, leaf.id, 'a.md', 'Same.');
    expect((await listLeafDocuments(db, leaf.id)).uploads).toMatchObject([{ state: 'queued' }]);
  });
});

describe('a hostile document', () => {
  test.for(Object.entries(hostile))(
    'of %s waits for a worker: the process that received it does not read it',
    { timeout: 300_000 },
    async ([, text], { db, databaseUrl }) => {
      const leaf = await makeKnowledgeLeaf(db);
      const sent = await send(db, leaf.id, 'hostile.md', text);
      expect(sent).toMatchObject({ state: 'queued', documentCount: 0 });
      const worker = spawnWorker(databaseUrl);
      await vi.waitFor(
        async () => {
          const { uploads, documents } = await listLeafDocuments(db, leaf.id);
          expect(uploads).toEqual([]);
          expect(documents).toHaveLength(1);
        },
        { timeout: 280_000, interval: 500 },
      );
      await kill(worker, 'SIGKILL');
    },
  );

  test(
    'survives a killed worker: nothing is stored twice or incompletely',
    { timeout: 300_000 },
    async ({ db, databaseUrl }) => {
      const leaf = await makeKnowledgeLeaf(db);
      const { id } = await send(db, leaf.id, 'hostile.md', '> '.repeat(MAX_DOCUMENT_BYTES / 2));
      const stateIs = (state: string) =>
        vi.waitFor(
          async () => expect((await db.documentSource.findUniqueOrThrow({ where: { id } })).state).toBe(state),
          {
            timeout: 120_000,
            interval: 20,
          },
        );
      const first = spawnWorker(databaseUrl);
      await stateIs('fetching');
      await kill(first, 'SIGKILL');
      expect(await db.document.count({ where: { sourceId: id } })).toBe(0);
      // The lease of the dead worker would expire by itself; the test does not wait for it.
      await db.job.updateMany({ where: { groupId: id }, data: { dueAt: new Date(0) } });

      const second = spawnWorker(databaseUrl);
      await stateIs('ready');
      await kill(second, 'SIGKILL');
      const [document, ...more] = await db.document.findMany({ where: { sourceId: id } });
      expect(more).toEqual([]);
      expect(await db.chunk.count({ where: { documentId: document?.id } })).toBe(document?.chunkCount);
      expect(await db.leafDocument.count({ where: { leafId: leaf.id } })).toBe(1);
      expect(await db.uploadPiece.count({ where: { sourceId: id } })).toBe(0);
    },
  );
});
