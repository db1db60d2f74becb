import type { Database, Db } from '@/prisma/client';
import { recordAudit } from '../../accounts/audit';
import type { Actor } from '../../accounts/contract';
import { DomainError } from '../../errors';
import { getNode } from '../../tree/nodes';
import type { LeafKind } from '../../tree/vocabulary';
import type { LeafAnswerStyle, SetAnswerStyleRequest } from '../contract-style';
import { defaultStyles, type AnswerStyle } from '../vocabulary-style';
import { findStyle, selectStyles, updateStyle } from './repository';

/** How the answers of a leaf are written. @throws DomainError `not_found` */
export async function getAnswerStyle(db: Db, leafId: string): Promise<LeafAnswerStyle> {
  const kind = await kindOf(db, leafId);
  return { style: await findStyle(db, leafId), default: defaultStyles[kind] };
}

/**
 * Sets how the answers of a leaf are written. It applies to runs that start later.
 *
 * @throws DomainError `not_found` when the node is gone or is a folder.
 */
export async function setAnswerStyle(
  db: Database,
  actor: Actor,
  leafId: string,
  { style }: SetAnswerStyleRequest,
): Promise<LeafAnswerStyle> {
  const kind = await kindOf(db, leafId);
  await db.$transaction(async (tx) => {
    await updateStyle(tx, leafId, style);
    const detail = { style };
    await recordAudit(tx, { actorId: actor.id, action: 'leaf.style', subjectType: 'leaf', subjectId: leafId, detail });
  });
  return { style, default: defaultStyles[kind] };
}

async function kindOf(db: Db, nodeId: string): Promise<LeafKind> {
  const { leaf, name } = await getNode(db, nodeId);
  if (leaf) return leaf.kind;
  throw new DomainError('not_found', `“${name}” is a folder, not a leaf. Choose a leaf, or create one in it.`);
}

/** The styles of many leaves, by leaf; those without one of their own take the default of their kind. */
export const stylesOf = (db: Db, leafIds: string[]): Promise<Map<string, AnswerStyle>> => selectStyles(db, leafIds);
