import { z } from 'zod';
import type { Db } from '@/prisma/client';
import type { JudgeVotes } from '../contract';
import type { Price } from '../contract-prices';
import { readSnapshot, type Snapshot } from './snapshot';

export type PriceInRun = { runId: string; teacherId: string; price: Price | null };

/** The prices of the teachers of these runs, of those that write and of those that judge. */
export async function selectPrices(db: Db, runIds: string[]): Promise<PriceInRun[]> {
  const runs = await db.run.findMany({
    where: { id: { in: runIds } },
    select: { id: true, teacherId: true, judgeTeacherId: true, snapshot: true },
  });
  return runs.flatMap(({ id: runId, teacherId, judgeTeacherId, snapshot }) => {
    const { price, judge } = readSnapshot(snapshot);
    const writer = { runId, teacherId, price };
    return judge && judgeTeacherId ? [writer, { runId, teacherId: judgeTeacherId, price: judge.price }] : [writer];
  });
}

const PastRunRow = z.object({
  promptTokens: z.coerce.number(),
  completionTokens: z.coerce.number(),
  costPicos: z.coerce.bigint(),
  snapshot: z.unknown().transform(readSnapshot),
});

/** The tokens that a finished run needed and what they cost, with its estimate and its prices when it started. */
export type PastRun = Omit<z.infer<typeof PastRunRow>, 'snapshot'> &
  Pick<Snapshot, 'price'> & { judgePrice: Price | null; estimated: NonNullable<Snapshot['estimated']> };

/** Who writes, who judges (null for the same one), how often each row is judged, and by how many of the judges. */
export type Judging = {
  writer: { id: string; model: string };
  judge: { id: string; model: string } | null;
  judgeVotes: JudgeVotes;
  asksEveryJudge: boolean;
};

/** The newest runs with these teachers, models, votes and judges that did all of their work. */
export async function selectPastRuns(
  db: Db,
  { writer, judge, judgeVotes, asksEveryJudge }: Judging,
  limit: number,
): Promise<PastRun[]> {
  const rows = await db.$queryRaw`
    SELECT "promptTokens", "completionTokens", "costPicos", snapshot FROM "Run"
     WHERE "teacherId" = ${writer.id}::uuid AND state IN ('completed', 'completed_with_errors', 'nothing_kept')
       AND "itemsDone" = "itemsTotal" AND snapshot->'teacher'->>'model' = ${writer.model}
       AND "judgeTeacherId" IS NOT DISTINCT FROM ${judge?.id ?? null}::uuid
       AND (snapshot->'judge'->>'model') IS NOT DISTINCT FROM ${judge?.model ?? null}
       AND coalesce((snapshot->>'judgeVotes')::int, 1) = ${judgeVotes}
       AND jsonb_typeof(snapshot->'estimated') = 'object'
       AND coalesce((snapshot->>'asksEveryJudge')::boolean, false) = ${asksEveryJudge}
     ORDER BY "createdAt" DESC, id DESC LIMIT ${limit}`;
  return z
    .array(PastRunRow)
    .parse(rows)
    .flatMap(({ snapshot: { estimated, price, judge: judging }, ...used }) =>
      estimated ? [{ ...used, estimated, price, judgePrice: judging?.price ?? null }] : [],
    );
}
