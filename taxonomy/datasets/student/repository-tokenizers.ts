import { z } from 'zod';
import type { Db } from '@/prisma/client';
import type { Tokenizer } from '../contract-student';
import { maxTokenizers } from '../vocabulary-student';

/** What is stored of a tokenizer beside its file. */
export type StoredTokenizer = {
  id: string;
  name: string;
  size: number;
  chatTemplate: string | null;
  bosToken: string | null;
  eosToken: string | null;
  config: unknown;
};

export type NewTokenizer = StoredTokenizer & {
  taxonomyId: string;
  sha256: string;
  bytes: Uint8Array;
  vocabulary: number;
  specialTokens: string[];
  addedById: string;
};

export async function selectTokenizers(db: Db, taxonomyId: string): Promise<Tokenizer[]> {
  const rows = await db.studentTokenizer.findMany({
    where: { taxonomyId },
    select: {
      id: true,
      name: true,
      sha256: true,
      size: true,
      vocabulary: true,
      specialTokens: true,
      chatTemplate: true,
      createdAt: true,
      addedBy: { select: { name: true } },
    },
    orderBy: { name: 'asc' },
    take: maxTokenizers,
  });
  return rows.map(({ addedBy, chatTemplate, createdAt, specialTokens, ...row }) => ({
    ...row,
    specialTokens: z.array(z.string()).parse(specialTokens),
    hasChatTemplate: chatTemplate !== null,
    addedBy: addedBy.name,
    createdAt: createdAt.toISOString(),
  }));
}

export const selectTokenizer = (db: Db, taxonomyId: string, id: string): Promise<StoredTokenizer | null> =>
  db.studentTokenizer.findFirst({
    where: { id, taxonomyId },
    select: {
      id: true,
      name: true,
      size: true,
      chatTemplate: true,
      bosToken: true,
      eosToken: true,
      config: true,
    },
  });

/** Bytes of the file from a position on; empty at its end. */
export async function selectBytes(db: Db, id: string, from: number, count: number): Promise<Uint8Array> {
  const rows = await db.$queryRaw`
    SELECT substring(bytes FROM ${from + 1}::int FOR ${count}::int) AS part FROM "StudentTokenizer" WHERE id = ${id}::uuid`;
  return z.array(z.object({ part: z.instanceof(Uint8Array) })).parse(rows)[0]?.part ?? new Uint8Array();
}

export async function insertTokenizer(db: Db, row: NewTokenizer): Promise<void> {
  const { id, taxonomyId, name, sha256, bytes, size, vocabulary, chatTemplate, bosToken, eosToken, addedById } = row;
  await db.$executeRaw`
    INSERT INTO "StudentTokenizer"
      (id, "taxonomyId", name, sha256, bytes, size, vocabulary, "specialTokens", "chatTemplate", "bosToken", "eosToken", config, "addedById")
    VALUES (${id}::uuid, ${taxonomyId}::uuid, ${name}, ${sha256}, ${Buffer.from(bytes)}, ${size}, ${vocabulary},
            ${JSON.stringify(row.specialTokens)}::jsonb, ${chatTemplate}, ${bosToken}, ${eosToken},
            ${JSON.stringify(row.config)}::jsonb, ${addedById})`;
}

/** How many there are, and whether one has this name; capital letters make no difference. */
export async function countTokenizers(db: Db, taxonomyId: string, name: string) {
  const named = { taxonomyId, name: { equals: name, mode: 'insensitive' as const } };
  return {
    count: await db.studentTokenizer.count({ where: { taxonomyId } }),
    isTaken: (await db.studentTokenizer.count({ where: named })) > 0,
  };
}

/** @returns The name of the removed one; null when there is none. */
export async function deleteTokenizer(db: Db, taxonomyId: string, id: string): Promise<string | null> {
  const rows = await db.$queryRaw`
    DELETE FROM "StudentTokenizer" WHERE id = ${id}::uuid AND "taxonomyId" = ${taxonomyId}::uuid RETURNING name`;
  return z.array(z.object({ name: z.string() })).parse(rows)[0]?.name ?? null;
}

/** Until the transaction ends, no other tokenizer is added. */
export const lockTokenizers = async (tx: Db, taxonomyId: string): Promise<void> =>
  void (await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('student tokenizers'), hashtext(${taxonomyId}))`);
