import { z } from 'zod';
import type { Db } from '@/prisma/client';
import type { Thresholds } from '../contract-thresholds';

const Counts = z.object({ back: z.int(), gone: z.int(), incomplete: z.int(), calls: z.int(), decided: z.int() });
const LeafCounts = Counts.extend({ leafId: z.string(), name: z.string(), moved: z.int() });
export type LeafCounts = z.infer<typeof LeafCounts>;
const Preview = z.object({ total: Counts, leaves: z.array(LeafCounts) });
export type PreviewRow = z.infer<typeof Preview>;

/** A leaf's place in the list: leaves with the most changes first. */
export type PreviewPlace = { moved: number; leafId: string };

/**
 * What thresholds would do to the rows of a run, in one statement. Rows with the same grades are counted first, so that
 * each combination of grades is compared once.
 *
 * @param own The judges' own thresholds, by pipeline. Those of the leaf go before them, and `thresholds` before all.
 */
export async function selectPreview(
  db: Db,
  { runId, own, thresholds, after, limit }: PreviewQuery,
): Promise<PreviewRow> {
  const rows = await db.$queryRaw`
    WITH needed AS (
      SELECT "leafId", pipeline,
             coalesce(${JSON.stringify(own)}::jsonb -> pipeline, '{}') || thresholds || ${JSON.stringify(thresholds)}::jsonb AS thresholds
        FROM "RunLeaf" WHERE "runId" = ${runId}::uuid),
    alike AS (
      SELECT j."leafId", j.pipeline, j.grades, j."isRefused", j.missing, j.sample IS NOT NULL AS "isWhole",
             CASE WHEN s.id IS NULL THEN 'out' WHEN s."heldReason" IS NOT NULL THEN 'held'
                  WHEN s.status = 'withdrawn' THEN 'withdrawn'
                  WHEN s.status = 'pending' AND s.original IS NULL THEN 'in' ELSE 'decided' END AS now,
             count(*) AS n
        FROM "JudgedRow" j LEFT JOIN "Sample" s ON s.id = j."sampleId" AND s."runId" = ${runId}::uuid
       WHERE j."runId" = ${runId}::uuid GROUP BY 1, 2, 3, 4, 5, 6, 7),
    judged AS (
      SELECT a."leafId", a.now, a.n, a.missing, a."isWhole",
             NOT a."isRefused" AND seedleaf_passes(a.grades, needed.thresholds) AS passes
        FROM alike a JOIN needed USING ("leafId", pipeline)),
    leaf AS (
      SELECT "leafId",
             coalesce(sum(n) FILTER (WHERE passes AND (now = 'withdrawn' OR (now = 'out' AND "isWhole"))), 0)::int AS back,
             coalesce(sum(n) FILTER (WHERE NOT passes AND now = 'in'), 0)::int AS gone,
             coalesce(sum(n) FILTER (WHERE passes AND now = 'out' AND missing > 0), 0)::int AS incomplete,
             coalesce(sum(n * missing) FILTER (WHERE passes AND now = 'out'), 0)::int AS calls,
             coalesce(sum(n) FILTER (WHERE NOT passes AND now = 'decided'), 0)::int AS decided
        FROM judged GROUP BY 1),
    ordered AS (SELECT *, back + gone + incomplete AS moved FROM leaf),
    shown AS (
      SELECT * FROM ordered
       WHERE moved + decided > 0 AND (${after?.leafId ?? null}::text IS NULL
             OR (-moved, "leafId") > (${-(after?.moved ?? 0)}::int, ${after?.leafId ?? null}::text))
       ORDER BY -moved, "leafId" LIMIT ${limit})
    SELECT (SELECT json_build_object('back', coalesce(sum(back), 0), 'gone', coalesce(sum(gone), 0),
                     'incomplete', coalesce(sum(incomplete), 0), 'calls', coalesce(sum(calls), 0),
                     'decided', coalesce(sum(decided), 0)) FROM leaf) AS total,
           (SELECT coalesce(json_agg(json_build_object('leafId', s."leafId", 'name', n.name, 'moved', s.moved,
                     'back', s.back, 'gone', s.gone, 'incomplete', s.incomplete, 'calls', s.calls,
                     'decided', s.decided) ORDER BY -s.moved, s."leafId"), '[]')
              FROM shown s JOIN "Node" n ON n.id = s."leafId") AS leaves`;
  return z.tuple([Preview]).parse(rows)[0];
}

type PreviewQuery = {
  runId: string;
  own: Record<string, Thresholds>;
  thresholds: Thresholds;
  after: PreviewPlace | null;
  limit: number;
};

const Range = z.object({ pipeline: z.string(), step: z.string(), lowest: z.number(), highest: z.number() });

/** The lowest and highest threshold that leaves of a run set for a judge; steps that no leaf sets are left out. */
export async function selectLeafThresholds(db: Db, runId: string) {
  const rows = await db.$queryRaw`
    SELECT l.pipeline, t.key AS step, min(t.value::float8) AS lowest, max(t.value::float8) AS highest
      FROM "RunLeaf" l, jsonb_each_text(l.thresholds) t WHERE l."runId" = ${runId}::uuid GROUP BY 1, 2`;
  return z.array(Range).parse(rows);
}

/** Rows of a run that a grading judge dropped, without what is needed to decide on them again. */
export async function countUnknown(db: Db, runId: string, steps: readonly string[]): Promise<number> {
  const rows = await db.$queryRaw`
    SELECT greatest(0, (SELECT count(*) FROM "DroppedRow"
                         WHERE "runId" = ${runId}::uuid AND step = ANY (${[...steps]}::text[]) AND reason = 'judged_bad')
                     - (SELECT count(*) FROM "JudgedRow" WHERE "runId" = ${runId}::uuid AND "isDropped"))::int AS n`;
  return z.tuple([z.object({ n: z.int() })]).parse(rows)[0].n;
}
