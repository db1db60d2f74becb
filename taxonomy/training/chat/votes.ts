import { v7 as uuid } from 'uuid';
import type { Database, Db } from '@/prisma/client';
import { recordAudit } from '../../accounts/audit';
import type { Actor } from '../../accounts/contract';
import type { Page, PageQuery } from '../../contract';
import { loadVersion } from '../../datasets/versions';
import { DomainError } from '../../errors';
import { getTeacher } from '../../generation/teacher/teachers';
import { momentCursor, pageOf, readMoment } from '../../paging';
import type { ChatPair, ChatVote, ChatVoteRequest } from '../contract-chat';
import { countPairs, findVoteOf, insertVote, selectVotes } from './repository';
import { shareOf } from './share-of';

/**
 * Keeps a vote with the conversation that it is about. The same request key twice keeps one vote.
 *
 * @throws DomainError `not_found` for an unknown version or teacher, `invalid` for one model against itself, `conflict`
 *   for the request key of another person's vote.
 */
export async function addVote(
  db: Database,
  actor: Actor,
  taxonomyId: string,
  { leftTeacherId, rightTeacherId, versionId, ...request }: ChatVoteRequest,
): Promise<{ id: string }> {
  if (leftTeacherId === rightTeacherId)
    throw new DomainError('invalid', 'A vote compares two models. Choose another teacher on one side.');
  const [left, right] = await Promise.all([getTeacher(db, leftTeacherId), getTeacher(db, rightTeacherId)]);
  if (versionId !== null) await loadVersion(db, versionId);
  const id = uuid();
  return db.$transaction(async (tx) => {
    const models = { leftTeacherId, leftModel: left.model, rightTeacherId, rightModel: right.model };
    const isNew = await insertVote(tx, { id, taxonomyId, versionId, ...models, ...request, createdById: actor.id });
    if (!isNew) {
      const known = await findVoteOf(tx, request.requestKey);
      if (known?.createdById === actor.id && known.taxonomyId === taxonomyId) return { id: known.id };
      throw new DomainError('conflict', 'This request key belongs to another vote. Reload the page and vote again.');
    }
    const { choice, isBlind } = request;
    await recordAudit(tx, {
      actorId: actor.id,
      action: 'chat.vote',
      subjectType: 'chat_vote',
      subjectId: id,
      detail: { left: left.name, right: right.name, versionId, choice, isBlind },
    });
    return { id };
  });
}

/** A page of votes, newest first. */
export async function listVotes(db: Db, taxonomyId: string, { cursor, limit }: PageQuery): Promise<Page<ChatVote>> {
  const rows = await selectVotes(db, { taxonomyId, before: readMoment(cursor), limit: limit + 1 });
  return pageOf(rows, limit, momentCursor);
}

/** The votes by pair of models. */
export async function listPairs(db: Db, taxonomyId: string): Promise<ChatPair[]> {
  const pairs = await countPairs(db, taxonomyId);
  return pairs.map(({ firstTeacher, firstModel, secondTeacher, secondModel, ...counts }) => ({
    first: { teacher: firstTeacher, model: firstModel },
    second: { teacher: secondTeacher, model: secondModel },
    ...counts,
    share: shareOf(counts.wins, counts.wins + counts.losses),
  }));
}
