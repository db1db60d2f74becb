import type { Database, Db } from '@/prisma/client';
import { recordAudit } from '../../accounts/audit';
import type { Actor } from '../../accounts/contract';
import { DomainError } from '../../errors';
import { getNode } from '../../tree/nodes';
import type { LeafSafety, SafetyException, SetSafetyRequest } from '../contract-safety';
import { replaceExceptions, selectExceptions, selectExceptionsOf } from './repository';

/** The kinds of harm that a leaf's samples are not dropped for. @throws DomainError `not_found` */
export async function getSafety(db: Db, leafId: string): Promise<LeafSafety> {
  await refuseFolder(db, leafId);
  return { exceptions: await selectExceptions(db, leafId) };
}

/**
 * Sets the safety exceptions of a leaf. They apply to runs that start later.
 *
 * @throws DomainError `not_found` when the node is gone or is a folder.
 */
export async function setSafety(
  db: Database,
  actor: Actor,
  leafId: string,
  { exceptions }: SetSafetyRequest,
): Promise<LeafSafety> {
  await refuseFolder(db, leafId);
  return db.$transaction(async (tx) => {
    await replaceExceptions(tx, leafId, exceptions, actor.id);
    const set = await selectExceptions(tx, leafId);
    const detail = { exceptions };
    await recordAudit(tx, { actorId: actor.id, action: 'leaf.safety', subjectType: 'leaf', subjectId: leafId, detail });
    return { exceptions: set };
  });
}

async function refuseFolder(db: Db, nodeId: string): Promise<void> {
  const { leaf, name } = await getNode(db, nodeId);
  if (!leaf)
    throw new DomainError('not_found', `“${name}” is a folder, not a leaf. Choose a leaf, or create one in it.`);
}

/** The exceptions of many leaves, by leaf; leaves without any are left out. */
export const exceptionsOf = (db: Db, leafIds: string[]): Promise<Map<string, SafetyException[]>> =>
  selectExceptionsOf(db, leafIds);
