import { z } from 'zod';
import type { Db } from '@/prisma/client';
import { readSnapshot } from '../generation/runs/snapshot';
import type { DocumentBehind, ImportBehind } from './contract-manifest';

// These count the temporary table `placed` (repository-place.ts), which has all rows of the version that is being
// published.

const PhaseRows = z.object({
  phase: z.int(),
  split: z.int(),
  replay: z.int().nullable(),
  rows: z.int(),
  bytes: z.coerce.number(),
  leaves: z.int(),
  practice: z.int(),
});
export type PhaseRows = z.infer<typeof PhaseRows>;

/** Counts the rows of each phase and split, own and replayed by rule. */
export async function countPhases(db: Db): Promise<PhaseRows[]> {
  const rows = await db.$queryRaw`
    SELECT phase, split, replay, sum(rows)::int AS rows, count("leafId")::int AS leaves, sum(bytes) AS bytes,
           sum(practice)::int AS practice
      FROM (SELECT phase, split, replay, "leafId", count(*) AS rows, sum(bytes) AS bytes,
                   count(*) FILTER (WHERE practice) AS practice
              FROM placed GROUP BY 1, 2, 3, 4) AS by_leaf
     GROUP BY 1, 2, 3`;
  return z.array(PhaseRows).parse(rows);
}

const RunRow = z.object({
  id: z.string(),
  rows: z.int(),
  isPractice: z.boolean(),
  seed: z.string(),
  startedAt: z.date(),
  snapshot: z.unknown(),
  answeredBy: z.array(z.string()),
  prompts: z.array(z.object({ name: z.string(), version: z.int() })),
  pipelines: z.array(z.object({ name: z.string(), version: z.int() })),
});

/** The runs that produced the rows, with their teachers, prompts and pipelines at that time. */
export async function selectRunsBehind(db: Db) {
  const rows = await db.$queryRaw`
    WITH share AS (SELECT "runId" AS id, count(*)::int AS rows FROM placed WHERE replay IS NULL GROUP BY 1),
    answered AS (
      SELECT call."runId" AS id, array_agg(DISTINCT call.model ORDER BY call.model) AS models
        FROM "TeacherCall" call JOIN "Run" run ON run.id = call."runId"
       WHERE call."runId" IN (SELECT id FROM share) AND coalesce(call."teacherId", run."teacherId") = run."teacherId"
       GROUP BY 1)
    SELECT run.id::text, share.rows, run."isPractice", run.seed, coalesce(run."startedAt", run."createdAt") AS "startedAt",
           run.snapshot, run.prompts,
           coalesce((SELECT models FROM answered WHERE answered.id = run.id), '{}') AS "answeredBy",
           coalesce((SELECT jsonb_agg(DISTINCT jsonb_build_object('name', pipeline, 'version', "pipelineVersion"))
                       FROM "RunLeaf" WHERE "runId" = run.id), '[]') AS pipelines
      FROM share JOIN "Run" run ON run.id = share.id
     ORDER BY run."createdAt", run.id`;
  return z
    .array(RunRow)
    .parse(rows)
    .map(({ snapshot, startedAt, ...run }) => {
      const { teacher, judge, judgeVotes, thresholds } = readSnapshot(snapshot);
      return {
        ...run,
        teacher: teacher.name,
        model: teacher.model,
        judge: judge && { teacher: judge.name, model: judge.model },
        judgeVotes,
        thresholds,
        startedAt: startedAt.toISOString(),
      };
    });
}

const ImportRow = z.object({
  id: z.string(),
  leafId: z.string(),
  file: z.string(),
  licence: z.string(),
  source: z.string(),
  importedBy: z.string(),
  importedAt: z.date().transform((at) => at.toISOString()),
  rows: z.int(),
});

/** The files that own rows were imported from. */
export async function selectImportsBehind(db: Db): Promise<ImportBehind[]> {
  const rows = await db.$queryRaw`
    WITH share AS (
      SELECT sample."importId" AS id, count(*)::int AS rows
        FROM placed JOIN "Sample" sample ON sample.id = placed.id
       WHERE placed.replay IS NULL AND placed."runId" IS NULL GROUP BY 1)
    SELECT import.id::text, import."leafId", import.file, import.licence, import.source, person.name AS "importedBy",
           import."createdAt" AS "importedAt", share.rows
      FROM share JOIN "SampleImport" import ON import.id = share.id JOIN "User" person ON person.id = import."createdById"
     ORDER BY import."createdAt", import.id`;
  return z.array(ImportRow).parse(rows);
}

const Attribution = z
  .object({ titleOfWork: z.string(), linkToWork: z.string(), licenseOfTheWork: z.string(), creatorNames: z.string() })
  .catch({ titleOfWork: '', linkToWork: '', licenseOfTheWork: '', creatorNames: '' });
const SourceRow = z.object({ leafId: z.string(), attribution: Attribution });

/** The attributions of the leaves behind the rows. */
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

/** The documents that the rows were generated from, by leaf; replayed rows are not counted. */
export async function selectDocumentsBehind(db: Db): Promise<Map<string, DocumentBehind[]>> {
  const rows = await db.$queryRaw`
    SELECT placed."leafId", document.name, document.sha256, source.repo, source.commit, count(*)::int AS rows
      FROM placed
      JOIN "Chunk" chunk ON chunk.id = placed."chunkId"
      JOIN "Document" document ON document.id = chunk."documentId"
      JOIN "DocumentSource" source ON source.id = document."sourceId"
     WHERE placed.replay IS NULL
     GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5`;
  const byLeaf = new Map<string, DocumentBehind[]>();
  for (const { leafId, ...document } of z.array(DocumentRow).parse(rows)) {
    const documents = byLeaf.get(leafId);
    if (documents) documents.push(document);
    else byLeaf.set(leafId, [document]);
  }
  return byLeaf;
}

const Count = z.tuple([z.object({ rows: z.int() })]);

/** Own rows last approved in one request with at least `atLeast - 1` others by the same person. */
export async function countBulkApprovals(db: Db, atLeast: number): Promise<number> {
  const rows = await db.$queryRaw`
    WITH approval AS (
      SELECT decision."reviewerId", decision."decidedAt", count(*) AS n
        FROM "Decision" decision WHERE decision.verdict = 'approve' GROUP BY 1, 2 HAVING count(*) >= ${atLeast}::int
    ), own AS (
      SELECT id FROM placed WHERE replay IS NULL
    ), last AS (
      SELECT DISTINCT ON (decision."sampleId") decision."sampleId", decision."reviewerId", decision."decidedAt"
        FROM "Decision" decision JOIN own ON own.id = decision."sampleId"
       WHERE decision.verdict = 'approve' ORDER BY decision."sampleId", decision.seq DESC
    )
    SELECT count(*)::int AS rows FROM last JOIN approval USING ("reviewerId", "decidedAt")`;
  return Count.parse(rows)[0].rows;
}

const Marked = z.tuple([
  z.object({ edited: z.int(), editedPractice: z.int(), rows: z.int(), marks: z.array(z.string()) }),
]);

/** Own rows that people edited, and those with tokens of known chat templates in their text, and those tokens. */
export async function countTexts(db: Db) {
  const rows = await db.$queryRaw`
    WITH own AS (
      SELECT placed.practice, text."isEdited", text."templateMarks"
        FROM placed JOIN "SampleText" text ON text."sampleId" = placed.id AND text.version = placed."textVersion"
       WHERE placed.replay IS NULL AND (text."isEdited" OR text."templateMarks" <> '{}'))
    SELECT (count(*) FILTER (WHERE "isEdited"))::int AS edited,
           (count(*) FILTER (WHERE "isEdited" AND practice))::int AS "editedPractice",
           (count(*) FILTER (WHERE "templateMarks" <> '{}'))::int AS rows,
           coalesce((SELECT array_agg(DISTINCT mark ORDER BY mark) FROM own, unnest("templateMarks") AS mark), '{}') AS marks
      FROM own`;
  const [{ edited, editedPractice, ...templateMarks }] = Marked.parse(rows);
  return { edited: { rows: edited, practiceRows: editedPractice }, templateMarks };
}
