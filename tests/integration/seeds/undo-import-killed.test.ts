import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect } from 'vitest';
import type { Database } from '@/prisma/client';
import { getImport } from '@/taxonomy/seeds/import/imports';
import { importTaxonomy } from '@/taxonomy/seeds/import/import-taxonomy';
import { undoImport } from '@/taxonomy/seeds/import/undo-import';
import { ensureTaxonomy } from '@/taxonomy/tree/nodes';
import { test } from '../../support/database';
import { until } from '../../support/generation-factories';
import { holding } from '../../support/holding';
import { files, skill } from '../../support/import-factories';
import { curator } from '../../support/tree-factories';

async function importSkills(db: Database, tasks: Record<string, string>): Promise<string> {
  const { id: taxonomyId } = await ensureTaxonomy(db);
  const contents = Object.fromEntries(
    Object.entries(tasks).map(([path, task]) => [`compositional_skills/${path}/qna.yaml`, skill(task)]),
  );
  const source = { taxonomyId, files: files(contents), shownName: 'skills', isDryRun: false };
  return (await importTaxonomy(db, curator, source)).report.importId ?? '';
}

/** Everything that an undo changes. */
const stateOf = async (db: Database) => ({
  nodes: await db.node.findMany({ select: { name: true, deletedAt: true }, orderBy: { id: 'asc' } }),
  leaves: await db.leaf.findMany({ select: { nodeId: true, version: true }, orderBy: { nodeId: 'asc' } }),
  revisions: await db.leafRevision.count(),
  undos: await db.auditEvent.count({ where: { action: 'taxonomy.undo_import' } }),
});

/** Whether a transaction of another process has changed nodes and is still open. */
async function isNodeChangeOpen(db: Database): Promise<boolean> {
  const rows = await db.$queryRaw<unknown[]>`
    SELECT 1 AS held FROM pg_locks
     WHERE database = (SELECT oid FROM pg_database WHERE datname = current_database())
       AND relation = '"Node"'::regclass AND mode = 'RowExclusiveLock' AND granted AND pid <> pg_backend_pid()`;
  return rows.length > 0;
}

/** Undoes the import in a process of its own, as a person would on the command line. */
const undoOnCommandLine = (databaseUrl: string, importId: string) =>
  spawn(process.execPath, ['--import', 'tsx', 'bin/seedleaf.ts', 'imports', 'undo', importId], {
    env: { ...process.env, DATABASE_URL: databaseUrl, SEEDLEAF_KEY: 'ab'.repeat(32) },
    stdio: 'ignore',
  });

describe('an undo of an import whose process is killed', () => {
  test('has changed nothing, and can be repeated', async ({ db, databaseUrl }) => {
    await importSkills(db, { 'there/changed': 'First.' });
    const importId = await importSkills(db, { 'there/changed': 'Second.', 'new/deep/added': 'Third.' });
    const before = await stateOf(db);

    // The undo marks the import last; by then it has restored and removed leaves.
    const last = await holding(databaseUrl, `SELECT 1 FROM "Import" WHERE id = '${importId}' FOR NO KEY UPDATE`);
    const child = undoOnCommandLine(databaseUrl, importId);
    const ended = once(child, 'exit');
    await last.isWaitedForBy(1);
    expect(await isNodeChangeOpen(db)).toBe(true);
    child.kill('SIGKILL');
    await ended;
    await last.release();
    // Postgres notices that nobody reads its answer.
    await until(async () => !(await isNodeChangeOpen(db)));

    expect(await stateOf(db)).toEqual(before);
    expect((await getImport(db, importId)).undone).toBeNull();

    expect((await undoImport(db, curator, importId)).undone).toMatchObject({ removed: 1, restored: 1, kept: 0 });
    const live = await db.node.findMany({ where: { deletedAt: null, depth: { gt: 0 } }, select: { name: true } });
    expect(live.map(({ name }) => name).toSorted()).toEqual(['changed', 'there']);
    expect(await db.auditEvent.count({ where: { action: 'taxonomy.undo_import' } })).toBe(before.undos + 1);
  });
});
