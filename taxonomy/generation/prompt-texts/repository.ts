import { v7 as uuid } from 'uuid';
import { z } from 'zod';
import type { Db } from '@/prisma/client';
import { NodeId } from '../../contract';
import type { LeafKind } from '../../tree/vocabulary';

/** A taxonomy, or one of its leaves. */
export type PromptScope = { taxonomyId: string; leafId: string | null };

const at = z.date().transform((date) => date.toISOString());
const Version = z.object({
  id: z.string(),
  prompt: z.string(),
  number: z.int(),
  text: z.string().nullable(),
  builtInVersion: z.int(),
  by: z.string(),
  at,
});
export type VersionRow = z.infer<typeof Version>;

/** The newest version of each prompt in one place; without a text where the own text has ended. */
export async function selectNewest(db: Db, { taxonomyId, leafId }: PromptScope): Promise<VersionRow[]> {
  const rows = await db.$queryRaw`
    SELECT DISTINCT ON (t.prompt) t.id, t.prompt, t.number, t.text, t."builtInVersion", u.name AS by, t."createdAt" AS at
      FROM "PromptText" t JOIN "User" u ON u.id = t."byId"
     WHERE t."taxonomyId" = ${taxonomyId}::uuid AND coalesce(t."leafId", '') = ${leafId ?? ''}
     ORDER BY t.prompt, t.number DESC`;
  return z.array(Version).parse(rows);
}

/** The versions of a prompt in one place, newest first. @param before Only those with a lower number. */
export async function selectVersions(
  db: Db,
  { taxonomyId, leafId }: PromptScope,
  { prompt, before, limit }: { prompt: string; before: number | null; limit: number },
): Promise<VersionRow[]> {
  const rows = await db.$queryRaw`
    SELECT t.id, t.prompt, t.number, t.text, t."builtInVersion", u.name AS by, t."createdAt" AS at
      FROM "PromptText" t JOIN "User" u ON u.id = t."byId"
     WHERE t."taxonomyId" = ${taxonomyId}::uuid AND coalesce(t."leafId", '') = ${leafId ?? ''} AND t.prompt = ${prompt}
       AND (${before}::int IS NULL OR t.number < ${before}::int)
     ORDER BY t.number DESC LIMIT ${limit}`;
  return z.array(Version).parse(rows);
}

export type NewVersion = PromptScope & {
  prompt: string;
  number: number;
  text: string | null;
  builtInVersion: number;
  byId: string;
};

/** @returns False when there is a version with this number already. */
export async function insertVersion(tx: Db, version: NewVersion): Promise<boolean> {
  const { count } = await tx.promptText.createMany({ data: [{ id: uuid(), ...version }], skipDuplicates: true });
  return count === 1;
}

const LeafText = z.object({
  leafId: NodeId,
  id: z.string(),
  prompt: z.string(),
  number: z.int(),
  text: z.string(),
});
export type LeafTextRow = z.infer<typeof LeafText>;

/** The own texts that hold in these leaves. */
export async function selectTextsOfLeaves(db: Db, leafIds: readonly string[]): Promise<LeafTextRow[]> {
  const rows = await db.$queryRaw`
    SELECT * FROM (
      SELECT DISTINCT ON ("leafId", prompt) "leafId", id, prompt, number, text FROM "PromptText"
       WHERE "leafId" = ANY (${[...leafIds]}::text[]) ORDER BY "leafId", prompt, number DESC) AS newest
     WHERE text IS NOT NULL`;
  return z.array(LeafText).parse(rows);
}

/** Texts by id. They never change. */
export async function selectTexts(db: Db, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await db.promptText.findMany({ where: { id: { in: [...ids] } }, select: { id: true, text: true } });
  return new Map(rows.map(({ id, text }) => [id, text ?? '']));
}

const Source = Version.pick({ id: true, number: true, by: true, at: true }).extend({ isOfLeaf: z.boolean() });
export type SourceRow = z.infer<typeof Source>;

/** Who saved these texts, where and when, by id. */
export async function selectSources(db: Db, ids: readonly string[]): Promise<Map<string, SourceRow>> {
  const rows = await db.$queryRaw`
    SELECT t.id, t.number, u.name AS by, t."createdAt" AS at, t."leafId" IS NOT NULL AS "isOfLeaf"
      FROM "PromptText" t JOIN "User" u ON u.id = t."byId" WHERE t.id = ANY (${[...ids]}::uuid[])`;
  return new Map(
    z
      .array(Source)
      .parse(rows)
      .map((row) => [row.id, row]),
  );
}

const OfPrompt = z.object({ prompt: z.string(), leaves: z.int() });

/** How many leaves have an own text, by prompt. */
export async function countLeaves(db: Db, taxonomyId: string): Promise<Map<string, number>> {
  const rows = await db.$queryRaw`
    SELECT prompt, count(*)::int AS leaves FROM (
      SELECT DISTINCT ON ("leafId", prompt) "leafId", prompt, text FROM "PromptText"
       WHERE "taxonomyId" = ${taxonomyId}::uuid AND "leafId" IS NOT NULL
       ORDER BY "leafId", prompt, number DESC) AS newest
      JOIN "Node" n ON n.id = newest."leafId" AND n."deletedAt" IS NULL
     WHERE text IS NOT NULL GROUP BY prompt`;
  return new Map(
    z
      .array(OfPrompt)
      .parse(rows)
      .map(({ prompt, leaves }) => [prompt, leaves]),
  );
}

const LeafRow = z.object({ nodeId: NodeId, name: z.string(), number: z.int(), by: z.string(), at });

/** The leaves with an own text of a prompt, by id. @param after Only those with a greater id. */
export async function selectLeavesWith(
  db: Db,
  { taxonomyId, prompt, after, limit }: { taxonomyId: string; prompt: string; after: string; limit: number },
): Promise<z.infer<typeof LeafRow>[]> {
  const rows = await db.$queryRaw`
    SELECT n.id AS "nodeId", n.name, newest.number, u.name AS by, newest."createdAt" AS at FROM (
      SELECT DISTINCT ON ("leafId") "leafId", number, text, "byId", "createdAt" FROM "PromptText"
       WHERE "taxonomyId" = ${taxonomyId}::uuid AND prompt = ${prompt} AND "leafId" > ${after}
       ORDER BY "leafId", number DESC) AS newest
      JOIN "Node" n ON n.id = newest."leafId" AND n."deletedAt" IS NULL
      JOIN "User" u ON u.id = newest."byId"
     WHERE text IS NOT NULL ORDER BY n.id LIMIT ${limit}`;
  return z.array(LeafRow).parse(rows);
}

/** Some leaves of these kinds in an order that the seed draws. */
export async function drawLeaves(
  db: Db,
  { taxonomyId, kinds, seed, limit }: { taxonomyId: string; kinds: readonly LeafKind[]; seed: string; limit: number },
): Promise<string[]> {
  const rows = await db.$queryRaw`
    SELECT n.id FROM "Node" n JOIN "Leaf" l ON l."nodeId" = n.id
     WHERE n."taxonomyId" = ${taxonomyId}::uuid AND n."deletedAt" IS NULL AND l.kind::text = ANY (${[...kinds]}::text[])
     ORDER BY md5(${seed} || n.id), n.id LIMIT ${limit}`;
  return z
    .array(z.object({ id: z.string() }))
    .parse(rows)
    .map(({ id }) => id);
}
