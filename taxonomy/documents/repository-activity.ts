import type { Db } from '@/prisma/client';

const SHOWN = 20;

export async function selectRunningSources(db: Db): Promise<{ id: string; leafId: string; leafName: string }[]> {
  const rows = await db.documentSource.findMany({
    where: { state: { in: ['queued', 'fetching'] } },
    select: { id: true, leafId: true, leaf: { select: { node: { select: { name: true } } } } },
    orderBy: { createdAt: 'asc' },
    take: SHOWN,
  });
  return rows.map(({ leaf, ...source }) => ({ ...source, leafName: leaf.node.name }));
}
