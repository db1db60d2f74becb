import { describe, expect } from 'vitest';
import { commandLine } from '@/taxonomy/accounts/command-line';
import { addUploadedDocuments } from '@/taxonomy/documents/add-uploaded-documents';
import { countChunksOfLeaf, listChunks, listChunksOfLeaf } from '@/taxonomy/documents/chunks';
import { detachDocument, getDocument, listDocuments, listLeafDocuments } from '@/taxonomy/documents/documents';
import { test } from '../../support/database';
import { makeKnowledgeLeaf } from '../../support/documents-factories';
import { makeLeaf } from '../../support/factories';

const actor = commandLine;
const text = (sections: number) =>
  Array.from({ length: sections }, (_, i) => `## Part ${i}\n\n${'Seeds are hidden in bark. '.repeat(60)}`).join('\n\n');

describe('uploaded documents', () => {
  test('become passages of the leaf, in order and under their headings', async ({ db }) => {
    const leaf = await makeKnowledgeLeaf(db);
    const document = await addUploadedDocuments(db, {
      actor,
      leafId: leaf.id,
      name: 'birds.md',
      bytes: Buffer.from(text(5)),
    });
    expect(document).toMatchObject({
      name: 'birds.md',
      mediaType: 'text/markdown',
      chunkCount: 5,
      leaves: [{ id: leaf.id }],
    });

    const first = await listChunksOfLeaf(db, leaf.id, null, 2);
    const rest = await listChunksOfLeaf(db, leaf.id, first.at(-1), 100);
    expect([...first, ...rest].map((chunk) => chunk.headings)).toEqual([0, 1, 2, 3, 4].map((i) => [`Part ${i}`]));
    expect(await countChunksOfLeaf(db, leaf.id)).toBe(5);

    const page = await listChunks(db, document.id, { limit: 3 });
    expect(page.items.map((chunk) => chunk.ordinal)).toEqual([0, 1, 2]);
    const last = await listChunks(db, document.id, { cursor: page.nextCursor ?? '', limit: 3 });
    expect(last).toMatchObject({ items: [{ ordinal: 3 }, { ordinal: 4 }], nextCursor: null });
  });

  test('are not duplicated by a second drop, or by two at once', async ({ db }) => {
    const leaf = await makeKnowledgeLeaf(db);
    const upload = () =>
      addUploadedDocuments(db, { actor, leafId: leaf.id, name: 'a.md', bytes: Buffer.from('Same.') });
    const ids = (await Promise.all([upload(), upload(), upload()])).map((document) => document.id);
    expect(new Set(ids).size).toBe(1);
    expect((await listLeafDocuments(db, leaf.id)).documents).toHaveLength(1);
    expect(await db.auditEvent.count({ where: { subjectId: ids[0] } })).toBe(1);
  });

  test('leave nothing behind when they cannot be read', async ({ db }) => {
    const leaf = await makeKnowledgeLeaf(db);
    const upload = addUploadedDocuments(db, { actor, leafId: leaf.id, name: 'a.md', bytes: Buffer.from([0xc3]) });
    await expect(upload).rejects.toMatchObject({ code: 'invalid' });
    expect(await db.documentSource.count({ where: { leafId: leaf.id } })).toBe(0);
  });

  test('are refused for a skill', async ({ db }) => {
    const leaf = await makeLeaf(db);
    const upload = addUploadedDocuments(db, { actor, leafId: leaf.id, name: 'a.md', bytes: Buffer.from('x') });
    await expect(upload).rejects.toThrow(/skills have no documents/);
  });

  test.for([
    ['../../etc/passwd.md', 'passwd.md'],
    ['C:\\docs\\a.md', 'a.md'],
    ['a\u202Edm.exe.md', 'adm.exe.md'],
    [`${'x'.repeat(500)}.md`, `${'x'.repeat(180)}…${'x'.repeat(16)}.md`],
  ])('keep only the plain last part of the name %j', async ([name, stored], { db }) => {
    const leaf = await makeKnowledgeLeaf(db);
    const document = await addUploadedDocuments(db, {
      actor,
      leafId: leaf.id,
      name: name ?? '',
      bytes: Buffer.from('x'),
    });
    expect(document.name).toBe(stored);
  });

  test('can be removed from a leaf, and stay for samples made from them', async ({ db }) => {
    const leaf = await makeKnowledgeLeaf(db);
    const { id } = await addUploadedDocuments(db, {
      actor,
      leafId: leaf.id,
      name: 'a.md',
      bytes: Buffer.from('Seeds.'),
    });
    await detachDocument(db, { actor, leafId: leaf.id, documentId: id });
    expect(await countChunksOfLeaf(db, leaf.id)).toBe(0);
    expect(await getDocument(db, id)).toMatchObject({ leaves: [], chunkCount: 1 });
    await expect(detachDocument(db, { actor, leafId: leaf.id, documentId: id })).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  test('are listed newest first, in pages', async ({ db }) => {
    const leaf = await makeKnowledgeLeaf(db);
    for (const name of ['a.md', 'b.md', 'c.md', 'd.md', 'e.md']) {
      await addUploadedDocuments(db, { actor, leafId: leaf.id, name, bytes: Buffer.from(name) });
    }
    const names: string[] = [];
    for (let cursor: string | undefined; ;) {
      const page = await listDocuments(db, leaf.taxonomyId, { cursor, limit: 2 });
      names.push(...page.items.map((document) => document.name));
      if (page.nextCursor === null) break;
      cursor = page.nextCursor;
    }
    expect(names).toEqual(['e.md', 'd.md', 'c.md', 'b.md', 'a.md']);
    await expect(listDocuments(db, leaf.taxonomyId, { cursor: '1_x', limit: 2 })).rejects.toMatchObject({
      code: 'invalid',
    });
  });

  test('of a megabyte are stored completely, while other work continues', { timeout: 120_000 }, async ({ db }) => {
    const leaf = await makeKnowledgeLeaf(db);
    let ticks = 0;
    const ticking = setInterval(() => (ticks += 1), 20);
    const bytes = Buffer.from(text(650));
    expect(bytes.byteLength).toBeGreaterThan(1_000_000);
    const { chunkCount } = await addUploadedDocuments(db, { actor, leafId: leaf.id, name: 'big.md', bytes });
    clearInterval(ticking);
    expect(chunkCount).toBe(650);
    expect(ticks).toBeGreaterThan(3);
  });
});
