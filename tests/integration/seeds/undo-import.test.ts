import { describe, expect } from 'vitest';
import type { Database } from '@/prisma/client';
import { addUploadedDocuments } from '@/taxonomy/documents/add-uploaded-documents';
import { getImport, listImports } from '@/taxonomy/seeds/import/imports';
import { importTaxonomy } from '@/taxonomy/seeds/import/import-taxonomy';
import { undoImport } from '@/taxonomy/seeds/import/undo-import';
import { installStarter } from '@/taxonomy/seeds/install-starter';
import { getLeaf } from '@/taxonomy/seeds/leaf';
import { saveLeaf } from '@/taxonomy/seeds/save-leaf';
import { createNode } from '@/taxonomy/tree/create-node';
import { restoreNode } from '@/taxonomy/tree/delete-node';
import { ensureTaxonomy, getNode } from '@/taxonomy/tree/nodes';
import { test } from '../../support/database';
import { makeSample } from '../../support/factories';
import { holding } from '../../support/holding';
import { files, skill } from '../../support/import-factories';
import { makeFreeform } from '../../support/seeds-factories';
import { curator } from '../../support/tree-factories';

/** Imports skills by path and task; returns the ids of their leaves by path. */
async function importSkills(db: Database, tasks: Record<string, string>) {
  const { id: taxonomyId } = await ensureTaxonomy(db);
  const contents = Object.fromEntries(
    Object.entries(tasks).map(([path, task]) => [`compositional_skills/${path}/qna.yaml`, skill(task)]),
  );
  const source = { taxonomyId, files: files(contents), shownName: 'skills', isDryRun: false };
  const { report } = await importTaxonomy(db, curator, source);
  const nodeOf = (path: string) =>
    report.leaves.find(({ file }) => file === `compositional_skills/${path}/qna.yaml`)?.nodeId ?? '';
  return { importId: report.importId ?? '', taxonomyId, report, nodeOf };
}

const liveNames = async (db: Database, names: string[]) =>
  (await db.node.findMany({ where: { name: { in: names }, deletedAt: null }, orderBy: { name: 'asc' } })).map(
    ({ name }) => name,
  );

describe('undoing an import', () => {
  test('removes the leaves and folders that it created, and nothing else', async ({ db }) => {
    await importSkills(db, { 'old/before': 'Before.' });
    const { importId } = await importSkills(db, { 'old/first': 'First.', 'fresh/deep/second': 'Second.' });
    const undone = await undoImport(db, curator, importId);
    expect(undone).toMatchObject({ undone: { by: curator.name, removed: 2, restored: 0, kept: 0 }, keptLeaves: [] });
    const names = ['old', 'before', 'first', 'fresh', 'deep', 'second'];
    expect(await liveNames(db, names)).toEqual(['before', 'old']);
  });

  test('restores the version before it for changed leaves, as a new version, with bytes and seeds', async ({ db }) => {
    const first = await importSkills(db, { changed: 'First.' });
    const nodeId = first.nodeOf('changed');
    const before = await getLeaf(db, nodeId);
    const { importId } = await importSkills(db, { changed: 'Second.' });
    expect(await undoImport(db, curator, importId)).toMatchObject({ undone: { removed: 0, restored: 1, kept: 0 } });
    expect(await getLeaf(db, nodeId)).toMatchObject({ version: 3, content: before.content });
    const revision = await db.leafRevision.findFirstOrThrow({ where: { nodeId, number: 3 } });
    expect(revision).toMatchObject({ sourceYaml: skill('First.'), note: 'Undid the import of skills' });
    // The first import is current again, so it can be undone too.
    expect(await undoImport(db, curator, first.importId)).toMatchObject({ undone: { removed: 1, kept: 0 } });
  });

  test('keeps what was edited since, and says which and why', async ({ db }) => {
    await importSkills(db, { 'kept/edited twice': 'First.' });
    const { importId, nodeOf } = await importSkills(db, {
      'kept/edited': 'One.',
      'kept/edited twice': 'Two.',
      'kept/sampled': 'Three.',
      'kept/untouched': 'Four.',
    });
    const content = makeFreeform();
    await saveLeaf(db, curator, nodeOf('kept/edited'), { baseVersion: 1, content });
    await saveLeaf(db, curator, nodeOf('kept/edited twice'), { baseVersion: 2, content });
    const { id } = await makeSample(db, { leaf: { id: nodeOf('kept/sampled'), taxonomyId: await taxonomyOf(db) } });

    const undone = await undoImport(db, curator, importId);
    expect(undone.undone).toMatchObject({ removed: 1, restored: 0, kept: 3 });
    expect(undone.keptLeaves.map(({ path, reason }) => `${path}: ${reason}`).toSorted()).toEqual([
      `Compositional skills / kept / edited twice: It was saved by ${curator.name} since.`,
      `Compositional skills / kept / edited: It was saved by ${curator.name} since.`,
      'Compositional skills / kept / sampled: A run was started for it.',
    ]);
    expect(await liveNames(db, ['edited', 'edited twice', 'sampled', 'untouched'])).toEqual([
      'edited',
      'edited twice',
      'sampled',
    ]);
    expect((await getLeaf(db, nodeOf('kept/edited'))).content).toEqual(content);
    expect(await db.sample.count({ where: { id } })).toBe(1);
  });

  test('counts documents that came with it as part of it, and later ones not', async ({ db }) => {
    const { id: taxonomyId } = await ensureTaxonomy(db);
    const install = () =>
      installStarter(db, curator, {
        taxonomyId,
        folder: 'taxonomy/starter',
        addDocument: (document) => addUploadedDocuments(db, { actor: curator, ...document }),
      });
    const first = await install();
    expect(await undoImport(db, curator, first.importId ?? '')).toMatchObject({ undone: { removed: 9, kept: 0 } });

    const second = await install();
    const leafId = second.leaves.find(({ kind }) => kind === 'knowledge')?.nodeId ?? '';
    const bytes = Buffer.from('# Birds\n\nThey sing.');
    await addUploadedDocuments(db, { actor: curator, leafId, name: 'birds.md', bytes });
    const undone = await undoImport(db, curator, second.importId ?? '');
    expect(undone.undone).toMatchObject({ removed: 8, kept: 1 });
    expect(undone.keptLeaves).toMatchObject([{ nodeId: leafId, reason: 'Documents were added to it since.' }]);
  });

  test('turns a leaf back into a folder if it was one, or has something below it by now', async ({ db }) => {
    const { nodeOf } = await importSkills(db, { 'area/inner': 'Inner.' });
    const folder = (await getNode(db, nodeOf('area/inner'))).parentId ?? '';
    const { importId, nodeOf: second } = await importSkills(db, { area: 'Area.', grown: 'Grown.' });
    await createNode(db, curator, { parentId: second('grown'), name: 'own' });
    expect(await undoImport(db, curator, importId)).toMatchObject({ undone: { removed: 2, kept: 0 } });
    expect(await getNode(db, folder)).toMatchObject({ name: 'area', leaf: null });
    expect(await getNode(db, second('grown'))).toMatchObject({ leaf: null });
    expect(await liveNames(db, ['inner', 'own'])).toEqual(['inner', 'own']);
    // It can become a leaf again, starting with version 1.
    await saveLeaf(db, curator, folder, { baseVersion: 0, content: makeFreeform() });
    expect(await getLeaf(db, folder)).toMatchObject({ version: 1 });
  });

  test('happens once when requested twice or by two clicks at once', async ({ db }) => {
    const first = await importSkills(db, { twice: 'First.' });
    const { importId } = await importSkills(db, { twice: 'Second.', 'twice more': 'More.' });
    const both = await Promise.all([undoImport(db, curator, importId), undoImport(db, curator, importId)]);
    expect(both[0]).toEqual(both[1]);
    expect(await undoImport(db, curator, importId)).toEqual(both[0]);
    expect(await getLeaf(db, first.nodeOf('twice'))).toMatchObject({ version: 3 });
    expect(await db.auditEvent.count({ where: { action: 'taxonomy.undo_import', subjectId: first.taxonomyId } })).toBe(
      await db.import.count({ where: { undoneAt: { not: null } } }),
    );
  });

  test('that fails half way changes nothing, and can be repeated', async ({ db }) => {
    const { nodeOf } = await importSkills(db, { 'half/one': 'First.' });
    const { importId } = await importSkills(db, { 'half/one': 'Second.', 'half/two': 'New.' });
    await db.$executeRaw`
      CREATE FUNCTION fail_on_hide() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN RAISE EXCEPTION 'no more'; END $$`;
    await db.$executeRaw`
      CREATE TRIGGER fail BEFORE UPDATE OF "deletedAt" ON "Node" FOR EACH ROW EXECUTE FUNCTION fail_on_hide()`;
    await expect(undoImport(db, curator, importId)).rejects.toThrow();
    await db.$executeRaw`DROP TRIGGER fail ON "Node"`;
    expect(await getLeaf(db, nodeOf('half/one'))).toMatchObject({ version: 2 });
    expect((await getImport(db, importId)).undone).toBeNull();
    expect(await undoImport(db, curator, importId)).toMatchObject({ undone: { removed: 1, restored: 1, kept: 0 } });
  });

  test('at the same time as a save either fails the save or keeps its leaf', async ({ db }) => {
    for (let round = 0; round < 8; round += 1) {
      const { importId, nodeOf } = await importSkills(db, { [`race ${round}`]: 'First.' });
      const nodeId = nodeOf(`race ${round}`);
      const [undone, saved] = await Promise.allSettled([
        undoImport(db, curator, importId),
        saveLeaf(db, curator, nodeId, { baseVersion: 1, content: makeFreeform() }),
      ]);
      expect(undone.status).toBe('fulfilled');
      const { deletedAt, leaf } = await db.node.findUniqueOrThrow({ where: { id: nodeId }, include: { leaf: true } });
      expect({ isGone: deletedAt !== null, version: leaf?.version }).toEqual(
        saved.status === 'fulfilled' ? { isGone: false, version: 2 } : { isGone: true, version: 1 },
      );
    }
  });

  test('waits for a save in progress, and keeps its leaf', async ({ db, databaseUrl }) => {
    const { importId, nodeOf } = await importSkills(db, { slow: 'First.' });
    const nodeId = nodeOf('slow');
    // The save has locked its leaf and waits for the audit log.
    const lock = await holding(databaseUrl, 'SELECT pg_advisory_xact_lock(5337001)');
    const saving = saveLeaf(db, curator, nodeId, { baseVersion: 1, content: makeFreeform() });
    await lock.isWaitedForBy(1);
    const undoing = undoImport(db, curator, importId);
    await lock.release();
    await saving;
    expect(await undoing).toMatchObject({ undone: { removed: 0, kept: 1 } });
    expect(await getLeaf(db, nodeId)).toMatchObject({ version: 2 });
  });

  test('can be undone by restoring what it deleted, for a folder all at once', async ({ db }) => {
    const { importId, nodeOf } = await importSkills(db, { 'again/first of it': 'One.', 'again/second of it': 'Two.' });
    const folder = (await getNode(db, nodeOf('again/first of it'))).parentId ?? '';
    await undoImport(db, curator, importId);
    await restoreNode(db, curator, folder);
    expect(await liveNames(db, ['again', 'first of it', 'second of it'])).toEqual([
      'again',
      'first of it',
      'second of it',
    ]);
  });

  test('is refused when there is no such import', async ({ db }) => {
    await expect(undoImport(db, curator, '00000000-0000-4000-8000-000000000000')).rejects.toMatchObject({
      code: 'not_found',
    });
  });
});

describe('the list of imports', () => {
  test('contains each import that wrote something, newest first, in pages', async ({ db }) => {
    const { taxonomyId, importId } = await importSkills(db, { listed: 'One.' });
    expect((await importSkills(db, { listed: 'One.' })).report.importId).toBeNull();
    const next = await importSkills(db, { listed: 'Two.', other: 'Three.' });
    const first = await listImports(db, taxonomyId, { limit: 1 });
    expect(first.items).toMatchObject([{ id: next.importId, source: 'skills', added: 1, changed: 1, undone: null }]);
    const second = await listImports(db, taxonomyId, { limit: 1, cursor: first.nextCursor ?? '' });
    expect(second.items).toMatchObject([{ id: importId, added: 1, changed: 0, importedBy: curator.name }]);
  });
});

const taxonomyOf = async (db: Database) => (await ensureTaxonomy(db)).id;
