import { z } from 'zod';
import type { Db } from '@/prisma/client';
import { readSnapshot } from '../generation/runs/snapshot';
import { Phase } from './contract';

const PhaseRows = z.object({ phase: Phase, replayOf: Phase.nullable(), rows: z.int() });
const LeafRows = z.object({ phase: Phase, leafId: z.string(), rows: z.int() });

/** How many rows each phase has of its own and of each phase that it replays. */
export async function countPhases(db: Db, versionId: string) {
  const rows = await db.$queryRaw`
    SELECT phase::text, "replayOf"::text, count(*)::int AS rows FROM "DatasetMember"
     WHERE "versionId" = ${versionId}::uuid GROUP BY 1, 2`;
  return z.array(PhaseRows).parse(rows);
}

/** How many of a phase's own rows come from each leaf. */
export async function countLeaves(db: Db, versionId: string) {
  const rows = await db.$queryRaw`
    SELECT phase::text, "leafId", count(*)::int AS rows FROM "DatasetMember"
     WHERE "versionId" = ${versionId}::uuid AND "replayOf" IS NULL GROUP BY 1, 2 ORDER BY 1, 2`;
  return z.array(LeafRows).parse(rows);
}

const RunRow = z.object({
  id: z.string(),
  rows: z.int(),
  isPractice: z.boolean(),
  seed: z.string(),
  startedAt: z.date(),
  snapshot: z.unknown(),
  pipelines: z.array(z.object({ name: z.string(), version: z.int() })),
});

/** The runs that wrote the rows, with their teachers, prompts and pipelines as they were then. */
export async function selectRunsBehind(db: Db, versionId: string) {
  const rows = await db.$queryRaw`
    WITH share AS (
      SELECT sample."runId" AS id, count(*)::int AS rows
        FROM "DatasetMember" member JOIN "Sample" sample ON sample.id = member."sampleId"
       WHERE member."versionId" = ${versionId}::uuid AND member."replayOf" IS NULL GROUP BY 1)
    SELECT run.id::text, share.rows, run."isPractice", run.seed, coalesce(run."startedAt", run."createdAt") AS "startedAt",
           run.snapshot,
           coalesce((SELECT jsonb_agg(DISTINCT jsonb_build_object('name', pipeline, 'version', "pipelineVersion"))
                       FROM "RunLeaf" WHERE "runId" = run.id), '[]') AS pipelines
      FROM share JOIN "Run" run ON run.id = share.id
     ORDER BY run."createdAt", run.id`;
  return z
    .array(RunRow)
    .parse(rows)
    .map(({ snapshot, startedAt, ...run }) => {
      const { teacher, prompts } = readSnapshot(snapshot);
      return {
        ...run,
        teacher: teacher.name,
        model: teacher.model,
        prompts: prompts.map(({ name, version }) => ({ name, version })),
        startedAt: startedAt.toISOString(),
      };
    });
}

const Attribution = z
  .object({ titleOfWork: z.string(), linkToWork: z.string(), licenseOfTheWork: z.string(), creatorNames: z.string() })
  .catch({ titleOfWork: '', linkToWork: '', licenseOfTheWork: '', creatorNames: '' });
const SourceRow = z.object({ leafId: z.string(), attribution: Attribution });

/** What the leaves behind the rows say of whose work they rest on. */
export async function selectLeafSources(db: Db, leafIds: string[]) {
  const rows = await db.$queryRaw`
    SELECT leaf."nodeId" AS "leafId", revision.content->'attribution' AS attribution
      FROM "Leaf" leaf JOIN "LeafRevision" revision ON revision.id = leaf."currentRevisionId"
     WHERE leaf."nodeId" = ANY(${leafIds}::text[]) ORDER BY 1`;
  return z
    .array(SourceRow)
    .parse(rows)
    .map(({ leafId, attribution }) => ({ leafId, ...attribution }));
}

const DocumentRow = z.object({
  leafId: z.string(),
  name: z.string(),
  sha256: z.string(),
  repo: z.string().nullable(),
  commit: z.string().nullable(),
  rows: z.int(),
});

/** The documents that the rows were written from, by leaf; replayed rows are not counted again. */
export async function selectDocumentsBehind(db: Db, versionId: string) {
  const rows = await db.$queryRaw`
    SELECT member."leafId", document.name, document.sha256, source.repo, source.commit, count(*)::int AS rows
      FROM "DatasetMember" member
      JOIN "Sample" sample ON sample.id = member."sampleId"
      JOIN "Chunk" chunk ON chunk.id = sample."chunkId"
      JOIN "Document" document ON document.id = chunk."documentId"
      JOIN "DocumentSource" source ON source.id = document."sourceId"
     WHERE member."versionId" = ${versionId}::uuid AND member."replayOf" IS NULL
     GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5`;
  return z.array(DocumentRow).parse(rows);
}

const Marks = z.object({ practice: z.int(), edited: z.int(), editedPractice: z.int() });

/** How many rows carry which mark, read from the rows as they were frozen. */
export async function countMarks(db: Db, versionId: string) {
  const rows = await db.$queryRaw`
    SELECT (count(*) FILTER (WHERE "isPractice"))::int AS practice,
           (count(*) FILTER (WHERE "isEdited"))::int AS edited,
           (count(*) FILTER (WHERE "isEdited" AND "isPractice"))::int AS "editedPractice"
      FROM (SELECT metadata->'practice' IS NOT NULL AS "isPractice", metadata->'edited' IS NOT NULL AS "isEdited"
              FROM (SELECT (content->>'metadata')::jsonb AS metadata FROM "DatasetMember"
                     WHERE "versionId" = ${versionId}::uuid) AS row) AS mark`;
  return z.tuple([Marks]).parse(rows)[0];
}
