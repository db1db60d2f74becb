import type { Database } from '@/prisma/client';
import type { Page } from '../../contract';
import { DomainError } from '../../errors';
import { pageOf, readOrdinal } from '../../paging';
import type { LearnedCounts, LearnedQuery, LearnedRow, LearnedSummary, ReaderQuery } from '../contract-student';
import type { FormatRow } from '../formats/format';
import { loadRowNames, readRows, type RowNames } from '../read-rows';
import { loadVersion, placeOfPhase } from '../versions';
import type { Recipe } from '../contract-recipe';
import { dropReasons } from '../vocabulary-student';
import { withTokenizer } from './kept-tokenizers';
import { readerOf } from './reader-of';
import { addOutcome, noOutcomes } from './outcome-counts';
import { preflight, type RowOutcome } from './preflight';
import type { TrainingRow } from './row';
import { makeStudent, type Student } from './student';

/** Rows of a phase that are counted: all of a small one, else as many, in blocks that are evenly apart. */
const SAMPLED_ROWS = 500;
const BLOCK_ROWS = 25;
const EXAMPLES = 5;

/** The rows of a phase as a trainer reads them, in the order of the export. */
export async function listLearned(db: Database, versionId: string, query: LearnedQuery): Promise<Page<LearnedRow>> {
  const { phase, cursor, limit } = query;
  const from = (readOrdinal(cursor) ?? -1) + 1;
  return withReader(db, versionId, query, async ({ student, names, recipe }) => {
    const range = { versionId, phase: placeOfPhase(recipe, phase), split: 0, from, to: from + limit + 1 };
    const read = await outcomesOf(await readRows(db, { recipe, names }, range), student, query);
    return pageOf(read.map(toLearnedRow), limit, ({ ordinal }) => String(ordinal));
  });
}

/**
 * Counts of what a trainer does with the rows, phase by phase.
 *
 * @param signal Ends the work after some rows.
 */
export async function countLearned(
  db: Database,
  versionId: string,
  query: ReaderQuery,
  signal?: AbortSignal,
): Promise<LearnedSummary> {
  return withReader(db, versionId, query, async ({ student, names, recipe, phases }) => {
    const counts: LearnedCounts[] = [];
    for (const [phase, { key, name, rows }] of phases.entries()) {
      const tally = noOutcomes();
      const examples: LearnedCounts['examples'] = [];
      for (const { from, to } of blocksOf(rows)) {
        signal?.throwIfAborted();
        const block = await readRows(db, { recipe, names }, { versionId, phase, split: 0, from, to });
        for (const { source, outcome } of await outcomesOf(block, student, query)) {
          addOutcome(tally, outcome);
          const reason = whyUnused(outcome);
          if (reason !== null && examples.length < EXAMPLES) examples.push({ ordinal: source.ordinal, reason });
        }
      }
      if (rows > 0) counts.push({ ...tally, phase: key, name, rows, sampled: tally.rows, examples });
    }
    const { tokenizer, chat, splitMarks } = student;
    return { tokenizer: tokenizer.name, template: chat.label, endOfTurn: chat.endOfTurn, splitMarks, phases: counts };
  });
}

/** Parts of a phase to read. */
export function blocksOf(rows: number): { from: number; to: number }[] {
  if (rows <= SAMPLED_ROWS) return rows > 0 ? [{ from: 0, to: rows }] : [];
  const blocks = SAMPLED_ROWS / BLOCK_ROWS;
  return Array.from({ length: blocks }, (_, i) => {
    const from = Math.floor((i * (rows - BLOCK_ROWS)) / (blocks - 1));
    return { from, to: from + BLOCK_ROWS };
  });
}

type Reader = {
  student: Student;
  names: RowNames;
  recipe: Recipe;
  /** In training order. */
  phases: { key: string; name: string; rows: number }[];
};

async function withReader<T>(
  db: Database,
  versionId: string,
  { tokenizerId, template }: ReaderQuery,
  use: (reader: Reader) => Promise<T>,
): Promise<T> {
  const version = await loadVersion(db, versionId);
  const { manifest } = version;
  if (!manifest) throw new DomainError('conflict', 'The version is not published yet. Wait until it is.');
  const { key, source, chat } = await readerOf(db, { tokenizerId, template }, manifest.recipe.chatTemplate);
  const names = await loadRowNames(db, version);
  return withTokenizer(key, source, async (tokenizer) => {
    const student = await makeStudent(tokenizer, chat);
    try {
      return await use({ student, names, recipe: manifest.recipe, phases: manifest.phases });
    } finally {
      student.template.close();
    }
  });
}

type ReadRow = { source: FormatRow; row: TrainingRow; outcome: RowOutcome };

async function outcomesOf(
  rows: readonly FormatRow[],
  student: Student,
  { trainer, maxTokens, marks }: ReaderQuery,
): Promise<ReadRow[]> {
  const read: ReadRow[] = [];
  const all = [rows.map((source) => ({ source, row: toTrainingRow(source) }))];
  for await (const some of preflight(all, student, { trainer, maxTokens, marks })) read.push(...some);
  return read;
}

const toTrainingRow = ({ messages, unmask }: FormatRow): TrainingRow => ({ messages, unmask });

const toLearnedRow = ({ source, outcome }: ReadRow): LearnedRow => ({
  ordinal: source.ordinal,
  sampleId: source.sample && source.id,
  leafPath: source.sample?.leafPath ?? source.replayOf ?? '',
  ...outcome,
});

function whyUnused({ state, fault, drop, learned }: RowOutcome): string | null {
  if (fault !== null) return `It cannot be read: ${fault}.`;
  if (drop !== null) return dropReasons[drop];
  return state === 'used' && learned === 0 ? dropReasons.nothing_learned : null;
}
