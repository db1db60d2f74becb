import { describe, expect } from 'vitest';
import type { Database } from '@/prisma/client';
import { streamRows, type StoredRow } from '@/taxonomy/datasets/repository-rows';
import { test } from '../../support/database';
import { makeApproved, makeVersion } from '../../support/datasets-factories';
import { makeSample } from '../../support/factories';

const rowsOf = async (db: Database, versionId: string, { from = 0, to = 1_000_000, count = 100 } = {}) => {
  const parts: StoredRow[][] = [];
  for await (const part of streamRows(db, { versionId, phase: 2, split: 0, from, to }, count)) parts.push(part);
  return parts;
};

const lengthen = (db: Database, characters: number) =>
  db.$executeRaw`
    UPDATE "Sample" SET question = question || repeat('x', ${characters}::int), version = version + 1
     WHERE status = 'approved'`;

describe("a phase's rows", () => {
  test('contain every column and every character', async ({ db }) => {
    const { taxonomyId, skill, runId } = await makeApproved(db, {});
    const odd = 'a\\b \\N \\t\ttab\nline\r\n\b\f\v “q” \u2028 👩‍🌾 漢字\\';
    for (const text of [odd, '\\N', '\\.', '\\', `${'漢'.repeat(70_000)}👩‍🌾`]) {
      await makeSample(db, {
        leaf: skill,
        runId,
        status: 'approved',
        kind: 'grounded',
        context: text,
        question: text,
        answer: text,
      });
    }
    const { id } = await makeSample(db, { leaf: skill, runId, status: 'approved', kind: 'freeform', context: null });
    await db.sample.update({ where: { id }, data: { provenance: { documentVariant: 'summary', isAuxiliary: true } } });
    const version = await makeVersion(db, taxonomyId);
    const rows = (await rowsOf(db, version.id)).flat();
    expect(rows.map(({ ordinal }) => ordinal)).toEqual([0, 1, 2, 3, 4, 5]);
    for (const { of, ...row } of rows) {
      const sampleId = 'sampleId' in of ? of.sampleId : '';
      const sample = await db.sample.findUniqueOrThrow({ where: { id: sampleId } });
      const text = await db.sampleText.findFirstOrThrow({ where: { sampleId } });
      expect(row).toEqual({ ordinal: row.ordinal, replay: null, unmask: false });
      expect(of).toEqual({
        sampleId: sample.id,
        passages: null,
        context: sample.context,
        question: sample.question,
        answer: sample.answer,
        hash: text.hash,
        isEdited: false,
        kind: sample.kind,
        leafId: skill.id,
        runId,
        importId: null,
        isPractice: true,
        documentVariant: sample.id === id ? 'summary' : null,
        isAuxiliary: sample.id === id,
        revisionId: sample.revisionId,
      });
    }
  });

  test('are read in parts and in order, and only those of the range', async ({ db }) => {
    const { taxonomyId } = await makeApproved(db, { skills: 250 });
    await lengthen(db, 2_000);
    const version = await makeVersion(db, taxonomyId);
    const parts = await rowsOf(db, version.id, { from: 10, to: 240, count: 1 });
    expect(parts.length).toBeGreaterThan(1);
    expect(parts.flat().map(({ ordinal }) => ordinal)).toEqual(Array.from({ length: 230 }, (_, i) => i + 10));
  });

  test('end in an error when the database closes the connection', async ({ db }) => {
    const { taxonomyId } = await makeApproved(db, { skills: 100 });
    // More than the sockets buffer, so that the database is still sending.
    await lengthen(db, 100_000);
    const version = await makeVersion(db, taxonomyId);
    const read = async () => {
      for await (const _ of streamRows(db, { versionId: version.id, phase: 2, split: 0, from: 0, to: 100 }, 1)) {
        await db.$executeRaw`
          SELECT pg_terminate_backend(pid) FROM pg_stat_activity
           WHERE datname = current_database() AND query LIKE '%COPY (%' AND pid <> pg_backend_pid()`;
      }
    };
    await expect(read()).rejects.toThrow();
    expect((await rowsOf(db, version.id)).flat()).toHaveLength(100);
  });

  test('release their connection when nobody reads on', async ({ db }) => {
    const { taxonomyId } = await makeApproved(db, { skills: 300 });
    const version = await makeVersion(db, taxonomyId);
    for (let i = 0; i < 30; i += 1) {
      for await (const _ of streamRows(db, { versionId: version.id, phase: 2, split: 0, from: 0, to: 300 }, 1)) break;
    }
    expect((await rowsOf(db, version.id)).flat()).toHaveLength(300);
  });
});
