import type { Db } from '@/prisma/client';
import { AnswerStyleName } from '../contract-style';
import type { AnswerStyle } from '../vocabulary-style';

export async function findStyle(db: Db, leafId: string): Promise<AnswerStyle | null> {
  const leaf = await db.leaf.findUnique({ where: { nodeId: leafId }, select: { answerStyle: true } });
  return AnswerStyleName.nullable().parse(leaf?.answerStyle ?? null);
}

export async function updateStyle(tx: Db, leafId: string, answerStyle: AnswerStyle | null): Promise<void> {
  await tx.leaf.update({ where: { nodeId: leafId }, data: { answerStyle } });
}

/** The styles of many leaves, by leaf; leaves without one of their own are left out. */
export async function selectStyles(db: Db, leafIds: string[]): Promise<Map<string, AnswerStyle>> {
  const rows = await db.leaf.findMany({
    where: { nodeId: { in: leafIds }, answerStyle: { not: null } },
    select: { nodeId: true, answerStyle: true },
  });
  return new Map(rows.map(({ nodeId, answerStyle }) => [nodeId, AnswerStyleName.parse(answerStyle)]));
}
