import { escapeLiteral } from 'pg';
import type { Database } from '@/prisma/client';
import type { LeafKind } from '../tree/vocabulary';
import { cellOf, NULL, streamCopy } from './repository-copy';

/** A row of a version with all data that formats use. It never changes. */
export type StoredRow = {
  ordinal: number;
  replay: number | null;
  unmask: boolean;
  /** The row's text: that of a sample, or an imported conversation. */
  of: StoredSample | StoredImport;
};

export type StoredSample = {
  sampleId: string;
  context: string | null;
  question: string;
  answer: string;
  hash: string;
  isEdited: boolean;
  kind: LeafKind;
  leafId: string;
  /** Null for a sample that was imported. */
  runId: string | null;
  importId: string | null;
  isPractice: boolean;
  documentVariant: string | null;
  isAuxiliary: boolean;
  revisionId: string;
  /** The passages of the context, when it is not the sample's own. */
  passages: string[] | null;
};

export type StoredImport = { setId: string; ordinal: number; messages: string; hash: string };

/**
 * The rows of a phase and a split, by their places, with ordinals from `from` up to but not including `to`; only those
 * with this `unmask`, and only the first `limit`, when given.
 */
export type RowRange = {
  versionId: string;
  phase: number;
  split: number;
  from: number;
  to: number;
  unmask?: boolean | undefined;
  limit?: number | undefined;
};

/** A phase's rows in order, about `count` at a time. */
export const streamRows = (
  { pool }: Pick<Database, 'pool'>,
  { versionId, phase, split, from, to, unmask, limit }: RowRange,
  count: number,
): AsyncGenerator<StoredRow[]> =>
  streamCopy(
    pool,
    `SELECT row.ordinal, row.replay, row.unmask, coalesce(row."sampleId", row."importedSetId"), text.context,
            text.question, text.answer, coalesce(text.hash, imported.hash), text."isEdited", sample.kind,
            sample."leafId", sample."runId", sample."importId", sample."isPractice", sample.provenance->>'documentVariant',
            sample."isAuxiliary", sample."revisionId",
            CASE WHEN row."passageIds" IS NOT NULL THEN (
              SELECT json_agg(passage.context ORDER BY drawn.i)
                FROM unnest(row."passageIds", row."passageVersions") WITH ORDINALITY AS drawn (id, version, i)
                JOIN "SampleText" passage ON passage."sampleId" = drawn.id AND passage.version = drawn.version) END,
            row."importedOrdinal", imported.messages
       FROM "DatasetRow" row
       LEFT JOIN "SampleText" text ON text."sampleId" = row."sampleId" AND text.version = row."textVersion"
       LEFT JOIN "Sample" sample ON sample.id = row."sampleId"
       LEFT JOIN "ImportedRow" imported
              ON imported."setId" = row."importedSetId" AND imported.ordinal = row."importedOrdinal"
      WHERE row."versionId" = ${escapeLiteral(versionId)} AND row.phase = ${phase} AND row.split = ${split}
        AND row.ordinal >= ${from} AND row.ordinal < ${to}
        ${unmask === undefined ? '' : `AND row.unmask = ${unmask}`}
      ORDER BY row.ordinal
      ${limit === undefined ? '' : `LIMIT ${limit}`}`,
    toRow,
    count,
  );

/** A line of COPY's text format. A test reads every column. */
function toRow(line: string): StoredRow {
  // Only texts are unescaped, because nothing else can have an escape, and there are many cells.
  const [
    ordinal,
    replay,
    unmask,
    id,
    context,
    question,
    answer,
    hash,
    isEdited,
    kind,
    leafId,
    runId,
    importId,
    isPractice,
    documentVariant,
    isAuxiliary,
    revisionId,
    passages,
    importedOrdinal,
    messages,
  ] = line.split('\t') as Cells;
  const imported = cellOf(messages);
  return {
    ordinal: Number(ordinal),
    replay: replay === NULL ? null : Number(replay),
    unmask: unmask === 't',
    of:
      imported === null
        ? {
            sampleId: id,
            context: cellOf(context),
            question: cellOf(question) ?? '',
            answer: cellOf(answer) ?? '',
            hash,
            isEdited: isEdited === 't',
            kind,
            leafId,
            runId: runId === NULL ? null : runId,
            importId: importId === NULL ? null : importId,
            isPractice: isPractice === 't',
            documentVariant: cellOf(documentVariant),
            isAuxiliary: isAuxiliary === 't',
            revisionId,
            passages: passages === NULL ? null : (JSON.parse(cellOf(passages) ?? '') as string[]),
          }
        : { setId: id, ordinal: Number(importedOrdinal), messages: imported, hash },
  };
}

// Cells of a sample are NULL in an imported row, which is told by its messages.
type Cells = [
  ordinal: string,
  replay: string,
  unmask: string,
  id: string,
  context: string,
  question: string,
  answer: string,
  hash: string,
  isEdited: string,
  kind: LeafKind,
  leafId: string,
  runId: string,
  importId: string,
  isPractice: string,
  documentVariant: string,
  isAuxiliary: string,
  revisionId: string,
  passages: string,
  importedOrdinal: string,
  messages: string,
];

/** The knowledge domain of each revision of a version's leaves, by revision id. */
export async function selectDomains({ pool }: Pick<Database, 'pool'>, versionId: string): Promise<Map<string, string>> {
  const { rows } = await pool.query<[string, string]>({
    rowMode: 'array',
    text: `
      SELECT revision.id::text, revision.content->>'domain'
        FROM "LeafRevision" revision JOIN "DatasetLeaf" leaf ON leaf."leafId" = revision."nodeId"
       WHERE leaf."versionId" = $1 AND revision.content->>'kind' = 'knowledge' AND revision.content->>'domain' IS NOT NULL`,
    values: [versionId],
  });
  return new Map(rows);
}
