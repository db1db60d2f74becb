import type { Database } from '@/prisma/client';
import type { Phase as PhaseName } from './vocabulary';
import type { LeafKind } from '../tree/vocabulary';

/** A row of a version with all data that formats use. It never changes. */
export type StoredRow = {
  ordinal: number;
  sampleId: string;
  replayOf: PhaseName | null;
  context: string | null;
  question: string;
  answer: string;
  hash: string;
  isEdited: boolean;
  kind: LeafKind;
  leafId: string;
  runId: string;
  isPractice: boolean;
  documentVariant: string | null;
  revisionId: string;
};

/** Part of a phase: the rows with ordinals from `from` up to but not including `to`. */
export type RowRange = { versionId: string; phase: PhaseName; from: number; to: number };

type Cells = [
  number,
  string,
  PhaseName | null,
  string | null,
  string,
  string,
  string,
  boolean,
  LeafKind,
  string,
  string,
  boolean,
  string | null,
  string,
];

/**
 * A range of a phase's rows in order. Bypasses Prisma and reads unchecked arrays, because for a million rows mapping
 * and checking would take longer than reading. A test reads every column.
 */
export async function selectRows({ pool }: Pick<Database, 'pool'>, range: RowRange): Promise<StoredRow[]> {
  const { rows } = await pool.query<Cells>({
    name: 'dataset-rows',
    rowMode: 'array',
    text: `
      SELECT row.ordinal, row."sampleId"::text, row."replayOf"::text, text.context, text.question, text.answer, text.hash,
             text."isEdited", sample.kind::text, sample."leafId", sample."runId"::text, sample."isPractice",
             sample.provenance->>'documentVariant', sample."revisionId"::text
        FROM "DatasetRow" row
        JOIN "SampleText" text ON text."sampleId" = row."sampleId" AND text.version = row."textVersion"
        JOIN "Sample" sample ON sample.id = row."sampleId"
       WHERE row."versionId" = $1 AND row.phase = $2 AND row.ordinal >= $3 AND row.ordinal < $4
       ORDER BY row.ordinal`,
    values: [range.versionId, range.phase, range.from, range.to],
  });
  return rows.map(toRow);
}

const toRow = ([
  ordinal,
  sampleId,
  replayOf,
  context,
  question,
  answer,
  hash,
  isEdited,
  kind,
  leafId,
  runId,
  isPractice,
  documentVariant,
  revisionId,
]: Cells): StoredRow => ({
  ordinal,
  sampleId,
  replayOf,
  context,
  question,
  answer,
  hash,
  isEdited,
  kind,
  leafId,
  runId,
  isPractice,
  documentVariant,
  revisionId,
});

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
