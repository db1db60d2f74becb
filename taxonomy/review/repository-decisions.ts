import { z } from 'zod';
import type { Db } from '@/prisma/client';
import { SampleText, type DecisionEntry } from './contract';
import { sampleStatuses, verdicts, type SampleStatus, type Verdict } from './vocabulary';

/** What a decision needs of a sample, locked until the transaction ends. */
const LockedSample = z.object({
  id: z.string(),
  leafId: z.string(),
  status: z.enum(sampleStatuses),
  version: z.int(),
  context: z.string().nullable(),
  question: z.string(),
  answer: z.string(),
  original: SampleText.nullable(),
});
export type LockedSample = z.infer<typeof LockedSample>;

/** Locks samples in the order of their ids, so that two reviewers cannot deadlock. */
export async function lockSamples(tx: Db, ids: readonly string[]): Promise<Map<string, LockedSample>> {
  const rows = await tx.$queryRaw`
    SELECT id::text, "leafId", status::text, version, context, question, answer, original
      FROM "Sample" WHERE id = ANY(${[...ids]}::uuid[])
     ORDER BY id FOR UPDATE`;
  return new Map(
    z
      .array(LockedSample)
      .parse(rows)
      .map((row) => [row.id, row]),
  );
}

export type RecordedDecision = {
  id: string;
  sampleId: string;
  verdict: Verdict;
  sampleVersion: number;
  reviewerId: string;
};

/** Which of these decisions were recorded before. */
export async function findRecorded(tx: Db, ids: readonly string[]): Promise<Map<string, RecordedDecision>> {
  const rows = await tx.decision.findMany({
    where: { id: { in: [...ids] } },
    select: { id: true, sampleId: true, verdict: true, sampleVersion: true, reviewerId: true },
  });
  return new Map(rows.map((row) => [row.id, row]));
}

export type NewDecision = {
  id: string;
  sampleId: string;
  verdict: Verdict;
  reason: string | null;
  note: string | null;
  sampleVersion: number;
  statusBefore: SampleStatus;
  statusAfter: SampleStatus;
  change: { before: SampleText; after: SampleText } | null;
  reviewerId: string;
};

/** Writes all decisions in one statement. */
export async function addDecisions(tx: Db, decisions: readonly NewDecision[]): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO "Decision" (id, "sampleId", verdict, reason, note, "sampleVersion", "statusBefore", "statusAfter", change, "reviewerId")
    SELECT d.id, d."sampleId", d.verdict, d.reason, d.note, d."sampleVersion", d."statusBefore", d."statusAfter",
           nullif(d.change, 'null'::jsonb), d."reviewerId"
      FROM jsonb_to_recordset(${JSON.stringify(decisions)}::jsonb) AS d(
           id uuid, "sampleId" uuid, verdict "Verdict", reason text, note text, "sampleVersion" int,
           "statusBefore" "SampleStatus", "statusAfter" "SampleStatus", change jsonb, "reviewerId" text)`;
}

export type SampleState = LockedSample & { answerTokens: number | null };

/** Stores the samples after their decisions. `answerTokens` null keeps the stored count. */
export async function updateSamples(tx: Db, samples: readonly SampleState[]): Promise<void> {
  await tx.$executeRaw`
    UPDATE "Sample" s
       SET status = n.status, version = n.version, context = n.context, question = n.question, answer = n.answer,
           original = nullif(n.original, 'null'::jsonb), "answerTokens" = coalesce(n."answerTokens", s."answerTokens"),
           "updatedAt" = now()
      FROM jsonb_to_recordset(${JSON.stringify(samples)}::jsonb) AS n(
           id uuid, status "SampleStatus", version int, context text, question text, answer text, original jsonb,
           "answerTokens" int)
     WHERE s.id = n.id`;
}

const Change = z.object({ before: SampleText, after: SampleText }).nullable();

const PastDecision = z.object({
  id: z.string(),
  seq: z.bigint(),
  sampleId: z.string(),
  sampleVersion: z.int(),
  verdict: z.enum(verdicts),
  statusBefore: z.enum(sampleStatuses),
  change: Change,
  reviewerId: z.string(),
});
export type PastDecision = z.infer<typeof PastDecision>;

/** Every decision on these samples, oldest first. */
export async function listPastDecisions(tx: Db, sampleIds: readonly string[]): Promise<PastDecision[]> {
  const rows = await tx.decision.findMany({
    where: { sampleId: { in: [...sampleIds] } },
    orderBy: { seq: 'asc' },
    select: {
      id: true,
      seq: true,
      sampleId: true,
      sampleVersion: true,
      verdict: true,
      statusBefore: true,
      change: true,
      reviewerId: true,
    },
  });
  return z.array(PastDecision).parse(rows);
}

/** The samples of a reviewer's newest decisions, newest first. */
export async function listLastDecided(db: Db, reviewerId: string, decisions: number): Promise<string[]> {
  const rows = await db.decision.findMany({
    where: { reviewerId },
    orderBy: { seq: 'desc' },
    take: decisions,
    select: { sampleId: true },
  });
  return [...new Set(rows.map(({ sampleId }) => sampleId))];
}

const LastReviewer = z.object({ sampleId: z.string(), reviewerId: z.string(), name: z.string() });
export type LastReviewer = z.infer<typeof LastReviewer>;

/** Who made the last decision on each sample. */
export async function findLastReviewers(db: Db, sampleIds: readonly string[]): Promise<Map<string, LastReviewer>> {
  const rows = await db.$queryRaw`
    SELECT DISTINCT ON (d."sampleId") d."sampleId"::text, d."reviewerId", u.name
      FROM "Decision" d JOIN "User" u ON u.id = d."reviewerId"
     WHERE d."sampleId" = ANY(${[...sampleIds]}::uuid[])
     ORDER BY d."sampleId", d.seq DESC`;
  return new Map(
    z
      .array(LastReviewer)
      .parse(rows)
      .map((row) => [row.sampleId, row]),
  );
}

const EntryRow = z.object({
  id: z.string(),
  verdict: z.enum(verdicts),
  reason: z.string().nullable(),
  note: z.string().nullable(),
  reviewer: z.string(),
  change: Change,
  decidedAt: z.date(),
});

/** The history of a sample, oldest first. */
export async function listEntries(db: Db, sampleId: string): Promise<DecisionEntry[]> {
  const rows = await db.$queryRaw`
    SELECT d.id::text, d.verdict::text, d.reason, d.note, u.name AS reviewer, d.change, d."decidedAt"
      FROM "Decision" d JOIN "User" u ON u.id = d."reviewerId"
     WHERE d."sampleId" = ${sampleId}::uuid
     ORDER BY d.seq LIMIT 500`;
  return z
    .array(EntryRow)
    .parse(rows)
    .map((row) => ({ ...row, decidedAt: row.decidedAt.toISOString() }));
}
