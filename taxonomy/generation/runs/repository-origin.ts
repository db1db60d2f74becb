import { z } from 'zod';
import type { Db } from '@/prisma/client';
import { JournalEntry, StoredProvenance, type SampleOrigin } from '../contract-origin';
import { RunPrompt } from './prompts';
import { readSnapshot } from './snapshot';

const OriginRow = z.object({
  runId: z.string(),
  seed: z.string(),
  teacherName: z.string(),
  isPractice: z.boolean(),
  snapshot: z.unknown().transform(readSnapshot),
  pipeline: z.string(),
  revisionId: z.string(),
  chunkId: z.string().nullable(),
  provenance: StoredProvenance,
  prompts: z.array(RunPrompt),
  /** The ids of the leaf's own prompt texts, by prompt. */
  promptTexts: z.record(z.string(), z.string()),
});
export type OriginRow = z.infer<typeof OriginRow>;

export async function findOrigin(db: Db, sampleId: string): Promise<OriginRow | null> {
  const rows = await db.$queryRaw`
    SELECT r.id AS "runId", r.seed, t.name AS "teacherName", r."isPractice", r.snapshot, s.pipeline, s."revisionId",
           s."chunkId", s.provenance, r.prompts, coalesce(l."promptTexts", '{}') AS "promptTexts"
      FROM "Sample" s JOIN "Run" r ON r.id = s."runId" JOIN "Teacher" t ON t.id = r."teacherId"
      LEFT JOIN "RunLeaf" l ON l."runId" = s."runId" AND l."leafId" = s."leafId" AND l.pipeline = s.pipeline
     WHERE s.id = ${sampleId}::uuid`;
  return z.array(OriginRow).parse(rows)[0] ?? null;
}

/** The file that a sample was imported from; null for one that a run made. */
export async function findImported(
  db: Db,
  sampleId: string,
): Promise<Pick<SampleOrigin, 'imported' | 'provenance'> | null> {
  const row = await db.sample.findUnique({
    where: { id: sampleId },
    include: { import: { include: { createdBy: { select: { name: true } } } } },
  });
  if (!row?.import) return null;
  const { itemOrdinal: line, pipeline, revisionId, chunkId } = row;
  const { file, licence, source, createdBy, createdAt } = row.import;
  return {
    imported: { file, line, licence, source, by: createdBy.name, at: createdAt.toISOString() },
    provenance: { ...StoredProvenance.parse(row.provenance), pipeline, revisionId, chunkId },
  };
}

const Call = JournalEntry.omit({ stepLabel: true, own: true, messages: true, parameters: true }).extend({
  createdAt: z.date().transform((at) => at.toISOString()),
  request: z.object({
    messages: JournalEntry.shape.messages,
    parameters: JournalEntry.shape.parameters,
  }),
});
export type Call = z.infer<typeof Call>;

export async function selectCalls(db: Db, keys: string[]): Promise<Call[]> {
  const rows = await db.$queryRaw`
    SELECT key, step, prompt, "promptVersion", model, request, response, thought, "finishReason", "promptTokens",
           "completionTokens", "latencyMs", "createdAt"
      FROM "TeacherCall" WHERE key = ANY(${keys})`;
  return z.array(Call).parse(rows);
}

const OwnPrompt = z.object({ runId: z.string(), prompt: z.string(), number: z.int().nullable(), leaves: z.int() });

/** The own texts that runs started with, by prompt: the version of the taxonomy's, and how many leaves had theirs. */
export async function selectOwnPrompts(db: Db, runIds: readonly string[]): Promise<z.infer<typeof OwnPrompt>[]> {
  const rows = await db.$queryRaw`
    SELECT r.id AS "runId", p->>'name' AS prompt, (p->'own'->>'number')::int AS number,
           coalesce((p->>'leaves')::int, 0) AS leaves
      FROM "Run" r, jsonb_array_elements(r.prompts) AS p
     WHERE r.id = ANY (${[...runIds]}::uuid[]) AND (p ? 'own' OR (p->>'leaves')::int > 0)`;
  return z.array(OwnPrompt).parse(rows);
}
