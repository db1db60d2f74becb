import { z } from 'zod';
import type { Db } from '@/prisma/client';

const Broken = z.array(z.object({ rule: z.string(), n: z.int() }));
export type BrokenRule = z.infer<typeof Broken>[number];

/**
 * The rules about a run's rows and counters that do not hold, and by how many rows. They hold for every run that is over,
 * whatever happened to its workers, to Postgres or to the network. Reads all rows of the run.
 */
export async function selectBrokenRules(db: Db, runId: string): Promise<BrokenRule[]> {
  const rows = await db.$queryRaw`
    WITH run AS (SELECT * FROM "Run" WHERE id = ${runId}::uuid),
    items AS (SELECT * FROM "RunItem" WHERE "runId" = ${runId}::uuid),
    samples AS (SELECT * FROM "Sample" WHERE "runId" = ${runId}::uuid),
    dropped AS (SELECT * FROM "DroppedRow" WHERE "runId" = ${runId}::uuid),
    steps AS (SELECT * FROM "StepCount" WHERE "runId" = ${runId}::uuid),
    journal AS (SELECT count(*)::int AS n FROM "TeacherCall" WHERE "runId" = ${runId}::uuid),
    paid AS (SELECT coalesce(sum("costPicos"), 0) AS picos FROM "TeacherCall" WHERE "runId" = ${runId}::uuid),
    waiting AS (SELECT count(*)::int AS n FROM "WaitingCall" WHERE "runId" = ${runId}::uuid),
    rules AS (
      SELECT 'no job is left' AS rule, (SELECT count(*) FROM "Job" WHERE "groupId" = ${runId}::uuid) AS n
      UNION ALL SELECT 'items done are counted', (SELECT abs("itemsDone" - (SELECT count(*) FROM items WHERE state = 'done')) FROM run)
      UNION ALL SELECT 'items failed are counted', (SELECT abs("itemsFailed" - (SELECT count(*) FROM items WHERE state = 'failed')) FROM run)
      UNION ALL SELECT 'samples are counted', (SELECT abs("samplesKept" - (SELECT count(*) FROM samples WHERE status <> 'withdrawn')) FROM run)
      UNION ALL SELECT 'dropped rows are counted', (SELECT abs("rowsDropped" - (SELECT count(*) FROM dropped)) FROM run)
      UNION ALL SELECT 'samples come from items that are done', (SELECT count(*) FROM samples s LEFT JOIN items i ON i.id = s."itemId" AND i.state = 'done' WHERE i.id IS NULL)
      UNION ALL SELECT 'leaf counters add up', (SELECT count(*) FROM "RunLeaf" l WHERE l."runId" = ${runId}::uuid AND (
          l."samplesKept" <> (SELECT count(*) FROM samples s WHERE s."leafId" = l."leafId" AND s.status <> 'withdrawn')
          OR l."itemsDone" <> (SELECT count(*) FROM items i WHERE i."leafId" = l."leafId" AND i.state = 'done')
          OR l."itemsFailed" <> (SELECT count(*) FROM items i WHERE i."leafId" = l."leafId" AND i.state = 'failed')))
      UNION ALL SELECT 'each step''s dropped rows are stored', (SELECT count(*) FROM steps s WHERE s.dropped <>
          (SELECT count(*) FROM dropped d WHERE d."leafId" = s."leafId" AND d.pipeline = s.pipeline AND d.step = s.step))
      UNION ALL SELECT 'what a step keeps enters the next', (SELECT count(*) FROM steps a JOIN steps b
          ON b."leafId" = a."leafId" AND b.pipeline = a.pipeline AND b.ordinal = a.ordinal + 1 WHERE a.kept <> b.entered)
      UNION ALL SELECT 'what the last step keeps are the samples', (SELECT count(*) FROM steps s WHERE s.step = 'near-duplicates' AND s.kept <>
          (SELECT count(*) FROM samples x WHERE x."leafId" = s."leafId" AND x.pipeline = s.pipeline
           AND NOT EXISTS (SELECT 1 FROM "JudgedRow" j WHERE j."sampleId" = x.id AND j."isDropped")))
      UNION ALL SELECT 'what enters the first step are the items', (SELECT count(*) FROM steps s WHERE s.ordinal = 0 AND s.entered <>
          (SELECT count(*) FROM items i WHERE i."leafId" = s."leafId" AND i.state = 'done'))
      UNION ALL SELECT 'every answer behind a sample is in the journal', (SELECT count(*) FROM samples s, jsonb_array_elements(s.provenance->'calls') c
          LEFT JOIN "TeacherCall" t ON t.key = c->>'key' WHERE t.key IS NULL)
      UNION ALL SELECT 'answers in the journal are counted as calls', (SELECT CASE WHEN calls < journal.n + waiting.n THEN 1 ELSE 0 END FROM run, journal, waiting)
      UNION ALL SELECT 'no answer was paid for twice', (SELECT greatest(0, calls - "failedCalls" - journal.n - waiting.n) FROM run, journal, waiting)
      UNION ALL SELECT 'the cost is the sum of the answers', (SELECT CASE WHEN "costPicos" = paid.picos
            -- An answer that two workers paid for is in the journal once.
            OR ("costPicos" > paid.picos AND calls - "failedCalls" > journal.n + waiting.n) THEN 0 ELSE 1 END FROM run, paid, journal, waiting)
      UNION ALL SELECT 'no row waits for its turn', (SELECT count(*) FROM "StagedItem" WHERE "runId" = ${runId}::uuid)
      UNION ALL SELECT 'sample counters of the run are right', (SELECT count(*) FROM (
          SELECT "leafId", status, count(*) AS n FROM samples GROUP BY 1, 2) t
          FULL JOIN (SELECT * FROM "RunSampleCount" WHERE "runId" = ${runId}::uuid) c ON c."leafId" = t."leafId" AND c.status = t.status
          WHERE coalesce(t.n, 0) <> coalesce(c.n, 0))
      UNION ALL SELECT 'sample counters are right', (SELECT count(*) FROM (
          SELECT "leafId", status, count(*) AS n FROM "Sample" GROUP BY 1, 2) t
          FULL JOIN "SampleCount" c ON c."leafId" = t."leafId" AND c.status = t.status WHERE coalesce(t.n, 0) <> coalesce(c.n, 0)))
    SELECT rule, n::int FROM rules WHERE n <> 0`;
  return Broken.parse(rows);
}

const Ids = z.array(z.object({ id: z.string() }));

/** Runs that are over, in the order of their ids. The last tasks of a run that reached a limit may still be ending. */
export async function selectEndedRuns(
  db: Db,
  { after, limit }: { after: string | null; limit: number },
): Promise<string[]> {
  const rows = await db.$queryRaw`
    SELECT id FROM "Run" r
     WHERE "finishedAt" IS NOT NULL AND (${after}::uuid IS NULL OR id > ${after}::uuid)
       AND NOT EXISTS (SELECT 1 FROM "Job" j WHERE j."groupId" = r.id AND j.owner IS NOT NULL)
     ORDER BY id LIMIT ${limit}`;
  return Ids.parse(rows).map(({ id }) => id);
}
