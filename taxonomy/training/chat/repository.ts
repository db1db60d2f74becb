import { z } from 'zod';
import type { Db, Prisma } from '@/prisma/client';
import type { ChatVote } from '../contract-chat';
import { chatLimits } from '../vocabulary-chat';

/** Stores a vote. @returns false when its request key is stored already. */
export async function insertVote(tx: Db, data: Prisma.ChatVoteCreateManyInput): Promise<boolean> {
  const { count } = await tx.chatVote.createMany({ data, skipDuplicates: true });
  return count > 0;
}

/** The vote of a person with a request key. */
export const findVoteOf = (db: Db, requestKey: string) =>
  db.chatVote.findUnique({ where: { requestKey }, select: { id: true, taxonomyId: true, createdById: true } });

const Turns = z.array(z.object({ question: z.string() })).min(1);

/** Votes, newest first. */
export async function selectVotes(
  db: Db,
  { taxonomyId, before, limit }: { taxonomyId: string; before: { createdAt: Date; id: string } | null; limit: number },
): Promise<ChatVote[]> {
  const older = before && {
    OR: [{ createdAt: { lt: before.createdAt } }, { createdAt: before.createdAt, id: { lt: before.id } }],
  };
  const rows = await db.chatVote.findMany({
    where: { taxonomyId, ...older },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: limit,
    include: {
      version: { select: { id: true, number: true, dataset: { select: { name: true } } } },
      left: { select: { name: true } },
      right: { select: { name: true } },
      createdBy: { select: { name: true } },
    },
  });
  return rows.map(({ id, version, left, right, leftModel, rightModel, choice, isBlind, ...row }) => {
    const turns = Turns.parse(row.turns);
    return {
      id,
      dataset: version && { versionId: version.id, name: version.dataset.name, number: version.number },
      left: { teacher: left.name, model: leftModel },
      right: { teacher: right.name, model: rightModel },
      question: turns.at(-1)?.question ?? '',
      turns: turns.length,
      choice,
      isBlind,
      by: row.createdBy.name,
      createdAt: row.createdAt.toISOString(),
    };
  });
}

const StoredPair = z.object({
  firstTeacher: z.string(),
  firstModel: z.string(),
  secondTeacher: z.string(),
  secondModel: z.string(),
  wins: z.int(),
  losses: z.int(),
  both: z.int(),
  neither: z.int(),
});
export type StoredPair = z.infer<typeof StoredPair>;

/** The votes by pair of models, whichever of the two was on the left. */
export async function countPairs(db: Db, taxonomyId: string): Promise<StoredPair[]> {
  const rows = await db.$queryRaw`
    SELECT f.name AS "firstTeacher", pair."firstModel", s.name AS "secondTeacher", pair."secondModel", pair.wins,
           pair.losses, pair.both, pair.neither
      FROM (
        SELECT "firstId", "firstModel", "secondId", "secondModel",
               (count(*) FILTER (WHERE choice = won))::int AS wins,
               (count(*) FILTER (WHERE choice IN ('left', 'right') AND choice <> won))::int AS losses,
               (count(*) FILTER (WHERE choice = 'both'))::int AS both,
               (count(*) FILTER (WHERE choice = 'neither'))::int AS neither
          FROM (
            SELECT CASE WHEN kept THEN "leftTeacherId" ELSE "rightTeacherId" END AS "firstId",
                   CASE WHEN kept THEN "leftModel" ELSE "rightModel" END AS "firstModel",
                   CASE WHEN kept THEN "rightTeacherId" ELSE "leftTeacherId" END AS "secondId",
                   CASE WHEN kept THEN "rightModel" ELSE "leftModel" END AS "secondModel",
                   CASE WHEN kept THEN 'left' ELSE 'right' END AS won, choice::text AS choice
              FROM (SELECT *, ("leftTeacherId", "leftModel") < ("rightTeacherId", "rightModel") AS kept
                      FROM "ChatVote" WHERE "taxonomyId" = ${taxonomyId}::uuid) AS vote
          ) AS ordered
         GROUP BY 1, 2, 3, 4
         ORDER BY count(*) DESC, 1, 2, 3, 4
         LIMIT ${chatLimits.pairs}
      ) AS pair
      JOIN "Teacher" f ON f.id = pair."firstId"
      JOIN "Teacher" s ON s.id = pair."secondId"
     ORDER BY pair.wins + pair.losses + pair.both + pair.neither DESC, 1, 2, 3, 4`;
  return z.array(StoredPair).parse(rows);
}
