import { v5 as uuidFrom } from 'uuid';
import { z } from 'zod';
import { countTokens } from '../../documents/tokens';
import type { LeafKind } from '../../tree/vocabulary';
import { Vote } from '../contract-votes';
import { StoredProvenance } from '../contract-origin';
import type { DroppedRow, PipelineResult } from '../pipelines/step-chain';
import { gradesOf } from '../steps/grading';
import type { Score } from '../steps/step';
import type { Written } from '../pipelines/define-pipeline';
import { stripUnstorable, stripUnstorableJson } from '../../text';
import { dedupeHashOf } from '../text';

export const NewSample = z.object({
  id: z.string(),
  kind: z.string(),
  context: z.string().nullable(),
  question: z.string(),
  answer: z.string(),
  dedupeHash: z.string(),
  answerTokens: z.int(),
  revisionId: z.string(),
  chunkId: z.string().nullable(),
  scores: z.array(z.unknown()),
  provenance: StoredProvenance,
  heldReason: z.string().nullable().default(null),
  isDisputed: z.boolean().default(false),
});
export type NewSample = z.infer<typeof NewSample>;

const Dropped = z.object({
  step: z.string(),
  reason: z.string(),
  detail: z.string(),
  callKey: z.string().optional(),
  row: z.record(z.string(), z.unknown()),
});
export type Dropped = z.infer<typeof Dropped>;

const Tally = z.object({
  step: z.string(),
  ordinal: z.int(),
  entered: z.int(),
  made: z.int(),
  kept: z.int(),
  dropped: z.int(),
});

const JudgedRow = z.object({
  sampleId: z.string(),
  grades: z.record(z.string(), z.number()),
  isRefused: z.boolean(),
  missing: z.int(),
  isDropped: z.boolean(),
  /** For a dropped row that could come back without a call. */
  sample: NewSample.nullable(),
});
/** A row with grades, whether it stayed or not. */
export type JudgedRow = z.infer<typeof JudgedRow>;

/** What the steps of a pipeline made from an item, in the form in which it is stored. */
export const WrittenRows = z.object({
  samples: z.array(NewSample),
  dropped: z.array(Dropped),
  tallies: z.array(Tally),
  judged: z.array(JudgedRow).default([]),
});
export type WrittenRows = z.infer<typeof WrittenRows>;

export type Origin = {
  item: { id: string; input: { seedIds: string[]; chunkId: string | null } };
  kind: LeafKind;
  pipelineVersion: number;
  revisionId: string;
};

/** A sample's id is derived from the item and the row's place in it, so the same row always gives the same sample. */
export function toWrittenRows(origin: Origin, result: PipelineResult<Written>): WrittenRows {
  const samples = result.kept.map(({ row, path }) => toSample(origin, row, path));
  const kept = result.kept.map(({ row }, place) => toJudged(samples[place]?.id, row));
  return {
    samples,
    dropped: result.dropped.map(toDropped),
    tallies: result.tallies,
    judged: [...kept.flatMap((each) => each ?? []), ...result.dropped.flatMap((row) => toJudgedDrop(origin, row))],
  };
}

/** A held row has none: its grades are not to be trusted, so only a person decides it. */
function toJudged(sampleId: string | undefined, { scores, held }: Written): JudgedRow | null {
  const grades = gradesOf(scores);
  if (sampleId === undefined || held !== undefined || Object.keys(grades).length === 0) return null;
  return { sampleId, grades, isRefused: false, missing: 0, isDropped: false, sample: null };
}

const Scored = z.object({
  scores: z.array(
    z.object({
      step: z.string(),
      label: z.string(),
      score: z.number().nullable(),
      scale: z.string(),
      explanation: z.string(),
      callKey: z.string(),
      votes: z.array(Vote).exactOptional(),
    }),
  ),
});
const Complete = Scored.extend({
  context: z.string().nullable(),
  question: z.string(),
  answer: z.string(),
  documentVariant: StoredProvenance.shape.documentVariant,
  isAuxiliary: StoredProvenance.shape.isAuxiliary,
  answerStyle: StoredProvenance.shape.answerStyle,
  pool: StoredProvenance.shape.pool,
  calls: StoredProvenance.shape.calls,
  held: z.string().exactOptional(),
});

/** A row that a judge dropped. It could come back at once if nothing about it is missing. */
function toJudgedDrop(origin: Origin, { judged }: DroppedRow): JudgedRow[] {
  const scored = Scored.safeParse(judged?.row);
  if (!judged || !scored.success) return [];
  const { path, isRefused, missing } = judged;
  const complete = missing === 0 && !isRefused ? Complete.safeParse(judged.row) : null;
  return [
    {
      sampleId: uuidFrom(path, origin.item.id),
      grades: gradesOf(scored.data.scores),
      isRefused,
      missing,
      isDropped: true,
      sample: complete?.success ? toSample(origin, complete.data, path) : null,
    },
  ];
}

function toSample({ item, kind, pipelineVersion, revisionId }: Origin, row: Written, path: string): NewSample {
  const context = row.context === null ? null : stripUnstorable(row.context);
  const [question, answer] = [stripUnstorable(row.question), stripUnstorable(row.answer)];
  return {
    id: uuidFrom(path, item.id),
    kind,
    context,
    question,
    answer,
    dedupeHash: dedupeHashOf(context, question),
    answerTokens: countTokens(answer),
    revisionId,
    chunkId: item.input.chunkId,
    scores: row.scores.map(stripUnstorableJson),
    heldReason: row.held === undefined ? null : stripUnstorable(row.held),
    isDisputed: row.scores.some(isDisputed),
    provenance: {
      pipelineVersion,
      seedIds: item.input.seedIds,
      documentVariant: row.documentVariant,
      isAuxiliary: row.isAuxiliary ?? false,
      answerStyle: row.answerStyle ?? null,
      pool: row.pool ?? [],
      calls: row.calls,
    },
  };
}

/** Whether votes of a judge that could be read disagree. */
const isDisputed = ({ votes = [] }: Score): boolean =>
  votes.some(({ isGood }) => isGood === true) && votes.some(({ isGood }) => isGood === false);

const MAX_DETAIL = 2_000;

const toDropped = ({ step, reason, detail, callKey, row }: DroppedRow): Dropped => ({
  step,
  reason,
  detail: stripUnstorable(detail).slice(0, MAX_DETAIL),
  ...(callKey === undefined ? {} : { callKey }),
  row: Object.fromEntries(Object.entries(row).map(([name, value]) => [name, stripUnstorableJson(value)])),
});
