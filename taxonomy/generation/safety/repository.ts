import type { Db } from '@/prisma/client';
import { SafetyException, type LeafSafety } from '../contract-safety';

export async function selectExceptions(db: Db, leafId: string): Promise<LeafSafety['exceptions']> {
  const rows = await db.safetyException.findMany({
    where: { leafId },
    orderBy: { setAt: 'asc' },
    include: { setBy: { select: { name: true } } },
  });
  return rows.map(({ category, reason, setBy, setAt }) => ({
    ...SafetyException.parse({ category, reason }),
    setBy: setBy.name,
    setAt: setAt.toISOString(),
  }));
}

/** Ends those that are not listed, and sets the others. One that stays as it is keeps who set it. */
export async function replaceExceptions(
  tx: Db,
  leafId: string,
  exceptions: readonly SafetyException[],
  setById: string,
): Promise<void> {
  const stays = exceptions.map(({ category, reason }) => ({ category, reason }));
  await tx.safetyException.deleteMany({ where: { leafId, NOT: { OR: stays } } });
  const rows = stays.map((exception) => ({ ...exception, leafId, setById }));
  await tx.safetyException.createMany({ data: rows, skipDuplicates: true });
}

/** The exceptions of many leaves, by leaf; leaves without any are left out. */
export async function selectExceptionsOf(db: Db, leafIds: string[]): Promise<Map<string, SafetyException[]>> {
  const rows = await db.safetyException.findMany({ where: { leafId: { in: leafIds } }, orderBy: { category: 'asc' } });
  const byLeaf = new Map<string, SafetyException[]>();
  for (const { leafId, category, reason } of rows) {
    const exception = SafetyException.parse({ category, reason });
    byLeaf.set(leafId, [...(byLeaf.get(leafId) ?? []), exception]);
  }
  return byLeaf;
}
