import { z } from 'zod';
import type { Db } from '@/prisma/client';
import type { Price } from '../contract-prices';
import { readSnapshot, Snapshot } from './snapshot';

/** The prices of these runs, where they are known. */
export async function selectPrices(db: Db, runIds: string[]): Promise<Map<string, Price>> {
  const runs = await db.run.findMany({ where: { id: { in: runIds } }, select: { id: true, snapshot: true } });
  return new Map(
    runs.flatMap(({ id, snapshot }) => {
      const { price } = readSnapshot(snapshot);
      return price ? [[id, price]] : [];
    }),
  );
}

const PastRun = z.object({
  promptTokens: z.coerce.number(),
  completionTokens: z.coerce.number(),
  estimated: Snapshot.shape.estimated.unwrap().unwrap(),
});
/** The tokens that a finished run needed, and its estimate when it started. */
export type PastRun = z.infer<typeof PastRun>;

/** The newest runs of a teacher with this model that did all of their work, and asked as many judges. */
export async function selectPastRuns(
  db: Db,
  { teacherId, model, asksEveryJudge }: { teacherId: string; model: string; asksEveryJudge: boolean },
  limit: number,
): Promise<PastRun[]> {
  const rows = await db.$queryRaw`
    SELECT "promptTokens", "completionTokens", snapshot->'estimated' AS estimated FROM "Run"
     WHERE "teacherId" = ${teacherId}::uuid AND state IN ('completed', 'completed_with_errors', 'nothing_kept')
       AND "itemsDone" = "itemsTotal" AND snapshot->'teacher'->>'model' = ${model}
       AND jsonb_typeof(snapshot->'estimated') = 'object'
       AND coalesce((snapshot->>'asksEveryJudge')::boolean, false) = ${asksEveryJudge}
     ORDER BY "createdAt" DESC, id DESC LIMIT ${limit}`;
  return z.array(PastRun).parse(rows);
}
