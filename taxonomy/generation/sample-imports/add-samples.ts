import { v5 as uuidFrom } from 'uuid';
import type { Database, Db } from '@/prisma/client';
import { countTokens } from '../../documents/tokens';
import { changeSampleCounts } from '../../tree/counts';
import type { LeafKind } from '../../tree/vocabulary';
import { lockSamplesOf } from '../engine/repository-turns';
import type { NewSample } from '../engine/written-rows';
import { freezeEvaluationSets } from '../evaluation-sets/sets';
import { filters } from '../filters/filters';
import { dedupeHashOf } from '../text';
import { defaultThreshold } from '../vocabulary';
import { importRefusalNames, type ImportRefusal } from '../vocabulary-sample-imports';
import type { Pair, Refused } from './check-pair';
import { countAdded, holdImport, insertImported, refuseRows, selectWaiting } from './repository';

const ROWS_AT_ONCE = 250;

/** As runs do it, unless a person chose otherwise for one. */
const nearDuplicates = { threshold: defaultThreshold, within: 'leaf' } as const;

/** The leaf that rows are for. */
export type Target = { importId: string; taxonomyId: string; leafId: string; revisionId: string; kind: LeafKind };
type Numbered = Pair & { line: number };

/**
 * Makes samples of the next rows of an import, in one transaction. Rows pass the filters that rows of runs pass; those that
 * do not stay with the import and their reason.
 *
 * @returns Whether more rows may wait.
 */
export async function addNext(db: Database, importId: string): Promise<boolean> {
  return db.$transaction((tx) => addSome(tx, importId), { maxWait: 30_000, timeout: 120_000 });
}

async function addSome(tx: Db, importId: string): Promise<boolean> {
  const held = await holdImport(tx, importId);
  if (held?.state !== 'adding') return false;
  const rows = await selectWaiting(tx, importId, ROWS_AT_ONCE);
  if (rows.length === 0) return false;
  const { kept, refused } = await filtered(tx, { ...held, importId }, rows);
  await insertImported(tx, held, kept);
  await refuseRows(tx, importId, refused);
  await countAdded(tx, importId, { added: kept.length, refused: refused.length });
  await changeSampleCounts(tx, [{ leafId: held.leafId, status: 'pending', by: kept.length }]);
  return rows.length === ROWS_AT_ONCE;
}

type Filtered = {
  kept: { line: number; sample: NewSample }[];
  refused: ({ line: number } & Refused)[];
};

/**
 * Decides which rows may become samples now. Nobody adds samples to the leaf until the transaction ends, so that what the
 * filters have seen stays all that there is.
 */
export async function filtered(tx: Db, target: Target, rows: readonly Numbered[]): Promise<Filtered> {
  const { importId, taxonomyId, leafId } = target;
  await lockSamplesOf(tx, { taxonomyId, leafId, nearDuplicates });
  const evaluationSets = await freezeEvaluationSets(tx, taxonomyId);
  const item = { runId: importId, leafId, nearDuplicates, evaluationSets };
  const refused: Filtered['refused'] = [];
  let kept = rows.map((row) => ({ line: row.line, sample: toSample(target, row) }));
  for (const filter of filters.filter((each) => each.applies(item))) {
    const why = await filter.refuse(
      tx,
      item,
      kept.map(({ sample }) => sample),
    );
    for (const [place, { detail }] of why) {
      const line = kept[place]?.line;
      if (line !== undefined) refused.push({ line, reason: refusalNamed(filter.reason), detail });
    }
    kept = kept.filter((_, place) => !why.has(place));
  }
  return { kept, refused };
}

function refusalNamed(reason: string): ImportRefusal {
  const found = importRefusalNames.find((each) => each === reason);
  if (found) return found;
  throw new Error(`The filters have a reason that imports do not name: ${reason}`);
}

/** The same row of the same import is always the same sample. */
function toSample({ importId, revisionId, kind }: Target, { line, context, question, answer }: Numbered): NewSample {
  return {
    id: uuidFrom(String(line), importId),
    kind,
    context,
    question,
    answer,
    dedupeHash: dedupeHashOf(context, question),
    answerTokens: countTokens(answer),
    revisionId,
    chunkId: null,
    scores: [],
    heldReason: null,
    isDisputed: false,
    provenance: {
      pipelineVersion: 1,
      seedIds: [],
      // It is compared with questions about the passage itself.
      documentVariant: kind === 'knowledge' ? 'base_document' : null,
      isAuxiliary: false,
      answerStyle: null,
      pool: [],
      calls: [],
    },
  };
}
