import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { stripUnstorable } from '../../text';
import type { TrainingJournal } from '../contract-runs';
import { trainingLimits } from '../vocabulary-runs';

/** The file in which InstructLab notes how far its phases are. */
const FILE = 'journalfile.yaml';
const MAX_SCORES = 200;

const Moment = z
  .union([z.string(), z.date()])
  .transform((given) => new Date(given))
  .pipe(z.date())
  .transform((date) => date.toISOString())
  .nullish()
  .catch(null);
const Place = z.string().transform((text) => stripUnstorable(text).slice(-300));
const Score = z.object({ checkpoint: Place, score: z.number() });
const Part = z.object({
  started_at_utc: Moment,
  ended_at_utc: Moment,
  results: z.array(Score).max(MAX_SCORES).nullish().catch(null),
  best_checkpoint: Score.nullish().catch(null),
});

const MaybePart = Part.nullish().catch(null);

/** Its parts in their order. */
const parts = ['train_1', 'eval_1', 'train_2', 'eval_2'] as const;
const Journal = z.object({
  current_phase: z.string().max(100).transform(stripUnstorable),
  train_1: MaybePart,
  eval_1: MaybePart,
  train_2: MaybePart,
  eval_2: MaybePart,
  final_output: Score.nullish().catch(null),
});

/**
 * Reads InstructLab’s journal in a folder: when its phases began and ended, and the scores of checkpoints.
 *
 * @returns null when there is none, or while it is being written.
 */
export async function readJournal(folder: string): Promise<TrainingJournal | null> {
  const file = path.join(folder, FILE);
  const found = await stat(file).catch(() => null);
  if (!found?.isFile() || found.size > trainingLimits.lineBytes) return null;
  const { success, data } = Journal.safeParse(readYaml(await readFile(file, 'utf8')));
  if (!success) return null;
  const evaluated = parts.flatMap((name) => data[name] ?? []);
  const best =
    data.final_output ?? evaluated.findLast(({ best_checkpoint }) => best_checkpoint)?.best_checkpoint ?? null;
  return {
    current: data.current_phase,
    parts: parts.flatMap((name) => {
      const part = data[name];
      if (!part?.started_at_utc) return [];
      return [{ name, startedAt: part.started_at_utc, endedAt: part.ended_at_utc ?? null }];
    }),
    scores: evaluated.flatMap(({ results }) => (results ?? []).map(({ checkpoint, score }) => ({ checkpoint, score }))),
    best: best && { checkpoint: best.checkpoint, score: best.score },
  };
}

function readYaml(text: string): unknown {
  try {
    return parse(text, { maxAliasCount: 0 });
  } catch {
    return null;
  }
}
