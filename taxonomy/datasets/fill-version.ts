import { createHash } from 'node:crypto';
import type { Database, Db } from '@/prisma/client';
import type { Manifest } from './contract';
import { buildManifest } from './manifest';
import { nothingApproved } from './publish';
import { sealVersion, type StoredVersion } from './repository';
import { deleteMembers, insertMembers, selectHashes, type NamedLeaf } from './repository-fill';
import { leavesInScope } from './scope';
import { phases } from './vocabulary';

const TRANSACTION = { timeout: 3_600_000, maxWait: 30_000 };
const HASHES_AT_ONCE = 20_000;

/**
 * Puts a version's rows together and seals it, all in one transaction: a version is there whole or not at all, however
 * often this was broken off. `close` runs in the same transaction.
 *
 * @throws DomainError `invalid` when by now nothing is approved.
 */
export async function fillVersion(
  db: Database,
  version: StoredVersion,
  { signal, close }: { signal: AbortSignal; close: (tx: Db) => Promise<void> },
): Promise<void> {
  const leaves = await leavesInScope(db, version.taxonomyId, version.recipe.scope);
  await db.$transaction(async (tx) => {
    await deleteMembers(tx, version.id);
    const rows = await insertMembers(tx, version.id, leaves, version.recipe);
    if (rows === 0) throw nothingApproved(version.recipe.scope);
    const manifest = await seal(tx, version, { leaves, rows, signal });
    signal.throwIfAborted();
    await sealVersion(tx, version.id, {
      manifest,
      contentHash: manifest.contentHash,
      rows,
      isPractice: manifest.practice !== null,
      publishedAt: new Date(manifest.publishedAt),
    });
    await close(tx);
  }, TRANSACTION);
}

async function seal(
  tx: Db,
  version: StoredVersion,
  { leaves, rows, signal }: { leaves: NamedLeaf[]; rows: number; signal: AbortSignal },
): Promise<Manifest> {
  const contentHash = await hashOf(tx, version.id, signal);
  return buildManifest(tx, version, { leaves, rows, contentHash });
}

/** Read block by block, so that a million hashes do not lie in memory at once. */
async function hashOf(tx: Db, versionId: string, signal: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  for (const phase of phases) {
    hash.update(`${phase}\n`);
    for (let from = 0; ; from += HASHES_AT_ONCE) {
      signal.throwIfAborted();
      const hashes = await selectHashes(tx, versionId, phase, { from, count: HASHES_AT_ONCE });
      if (hashes === '') break;
      hash.update(hashes);
    }
  }
  return hash.digest('hex');
}
