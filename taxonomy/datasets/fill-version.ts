import type { Database, Db } from '@/prisma/client';
import { contentHashOf } from './content-hash';
import type { Manifest } from './contract';
import { dataCard } from './data-card';
import { buildManifest } from './manifest';
import { nothingApproved } from './publish';
import { sealVersion, type StoredVersion } from './repository';
import { deleteRows, insertRows } from './repository-fill';
import { selectLeafCounts } from './repository-leaves';
import { leavesInScope } from './scope';

const TRANSACTION = { timeout: 3_600_000, maxWait: 30_000 };

/**
 * Collects a version's rows and publishes it in one transaction, so that interruptions never leave half a version.
 * `close` runs in the same transaction.
 *
 * @throws DomainError `invalid` when nothing is approved any more.
 */
export async function fillVersion(
  db: Database,
  version: StoredVersion,
  { signal, close }: { signal: AbortSignal; close: (tx: Db) => Promise<void> },
): Promise<void> {
  const leaves = await leavesInScope(db, version.taxonomyId, version.recipe.scope);
  await db.$transaction(async (tx) => {
    await deleteRows(tx, version.id);
    if ((await insertRows(tx, version.id, leaves, version.recipe)) === 0) throw nothingApproved(version.recipe);
    signal.throwIfAborted();
    const manifest = await describe(tx, version, signal);
    signal.throwIfAborted();
    await sealVersion(tx, version.id, { manifest, card: dataCard(manifest) });
    await close(tx);
  }, TRANSACTION);
}

async function describe(tx: Db, version: StoredVersion, signal: AbortSignal): Promise<Manifest> {
  const { id: versionId, recipe } = version;
  const contentHash = await contentHashOf(tx, { versionId, systemPrompt: recipe.systemPrompt, signal });
  const leaves = await selectLeafCounts(tx, versionId);
  return buildManifest(tx, version, { leaves, contentHash });
}
