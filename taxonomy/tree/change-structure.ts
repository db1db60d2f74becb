import type { Database, Db } from '@/prisma/client';
import { DomainError } from '../errors';
import { selectChildren } from './repository-structure';
import { lockTaxonomy } from './repository-taxonomies';

// An import writes thousands of leaves in one transaction while others wait, so the default of 5 s is too short.
const patience = { maxWait: 15_000, timeout: 300_000 };

/** Runs a change of a taxonomy's structure in a transaction. Such changes run one after the other. */
export async function changeStructure<T>(db: Database, taxonomyId: string, change: (tx: Db) => Promise<T>): Promise<T> {
  return db.$transaction(async (tx) => {
    await holdStructure(tx, taxonomyId);
    return change(tx);
  }, patience);
}

/** The same inside an open transaction. */
export async function holdStructure(tx: Db, taxonomyId: string): Promise<void> {
  const isThere = await lockTaxonomy(tx, taxonomyId);
  if (!isThere) throw new DomainError('not_found', `There is no taxonomy ${taxonomyId}.`);
}

/** @throws DomainError `conflict` when another child has this name, ignoring case. */
export async function refuseNameClash(
  tx: Db,
  parent: { id: string; name: string },
  name: string,
  except?: string,
): Promise<void> {
  const lower = name.toLowerCase();
  const clash = (await selectChildren(tx, parent.id)).find(
    (each) => each.id !== except && each.name.toLowerCase() === lower,
  );
  if (clash) {
    throw new DomainError(
      'conflict',
      `“${parent.name}” already has “${clash.name}”. Choose another name, or rename that one first.`,
    );
  }
}
