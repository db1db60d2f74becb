import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { DomainError } from '../../errors';
import { trainingLimits, type Trainer } from '../vocabulary-runs';

export type FoundCheckpoint = { name: string; step: number | null; samples: number | null; at: Date };

/** A folder with the logs of one trainer. */
export type FoundPhase = {
  /** Inside the folder that is followed; empty for itself. */
  folder: string;
  /** Metrics as JSON lines. */
  lines: { file: string; trainer: Trainer } | null;
  /** trainer_state.json of the folder and of its checkpoints. */
  states: string[];
  checkpoints: FoundCheckpoint[];
};

/** Files of metrics by name, the one to prefer first. */
const lineFiles = [
  ['training_params_and_metrics_global0.jsonl', 'instructlab'],
  ['training_metrics_0.jsonl', 'mini_trainer'],
  ['training_log.jsonl', 'training_hub'],
  ['training_metrics.jsonl', 'training_hub'],
  ['metrics.jsonl', 'training_hub'],
  ['trainer_log.jsonl', 'llama_factory'],
] as const satisfies readonly (readonly [string, Trainer])[];

const STATE = 'trainer_state.json';
const checkpointName = /^(?:checkpoint-(\d{1,9})|samples_(\d{1,9})(?:\.0)?|epoch_(\d{1,6}))$/;

const MAX_DEPTH = 6;
const MAX_ENTRIES = 50_000;
const MAX_NAME = 150;

/**
 * Finds the logs in a folder and the folders in it: each folder in which a trainer writes is a phase.
 *
 * @throws DomainError `invalid` when there are more than one training can have.
 */
export async function findLogs(root: string): Promise<FoundPhase[]> {
  const phases = new Map<string, FoundPhase>();
  const saved: string[] = [];
  const phaseAt = (folder: string) => {
    const known = phases.get(folder) ?? { folder, lines: null, states: [], checkpoints: [] };
    phases.set(folder, known);
    if (phases.size > trainingLimits.phases) throw tooMany(root);
    return known;
  };
  let left = MAX_ENTRIES;
  const look = async (folder: string, depth: number): Promise<void> => {
    const entries = await readdir(path.join(root, folder), { withFileTypes: true }).catch((): Dirent[] => []);
    left -= entries.length;
    if (left < 0) throw tooMany(root);
    const files = new Set(entries.filter((entry) => entry.isFile()).map(({ name }) => name));
    const isCheckpoint = checkpointName.test(path.basename(folder));
    if (isCheckpoint) saved.push(folder);
    const found = lineFiles.find(([name]) => files.has(name));
    if (found) phaseAt(folder).lines = { file: path.join(root, folder, found[0]), trainer: found[1] };
    if (files.has(STATE)) phaseAt(isCheckpoint ? parentOf(folder) : folder).states.push(path.join(root, folder, STATE));
    if (isCheckpoint || depth >= MAX_DEPTH) return;
    for (const entry of entries) {
      if (entry.isDirectory() && !entry.name.startsWith('.')) await look(path.join(folder, entry.name), depth + 1);
    }
  };
  await look('', 0);
  for (const folder of saved) await addCheckpoint(root, folder, phases);
  return [...phases.values()].toSorted((a, b) => (a.folder < b.folder ? -1 : 1));
}

const parentOf = (folder: string) => {
  const parent = path.dirname(folder);
  return parent === '.' ? '' : parent;
};

/** A checkpoint belongs to the nearest folder above it that has logs. */
async function addCheckpoint(root: string, folder: string, phases: ReadonlyMap<string, FoundPhase>): Promise<void> {
  for (let above = folder; above !== '';) {
    above = parentOf(above);
    const phase = phases.get(above);
    if (!phase) continue;
    if (phase.checkpoints.length >= trainingLimits.checkpoints) return;
    const found = await stat(path.join(root, folder)).catch(() => null);
    if (!found) return;
    const [, step, samples] = checkpointName.exec(path.basename(folder)) ?? [];
    const numberOf = (text: string | undefined) => (text === undefined ? null : Number(text));
    const name = path.relative(above, folder);
    // Also the cursor of a list.
    if (name.length > MAX_NAME) return;
    phase.checkpoints.push({ name, step: numberOf(step), samples: numberOf(samples), at: found.mtime });
    return;
  }
}

const tooMany = (root: string) =>
  new DomainError(
    'invalid',
    `${root} has more folders or logs than one training: at most ${trainingLimits.phases} folders with logs. Name the folder of one training.`,
  );

/** “phase1” of phase1/checkpoints; the folder’s own name for itself. */
export function phaseName(root: string, folder: string): string {
  const parts = folder.split(path.sep).filter((part) => part !== '');
  while (parts.length > 1 && /^(checkpoints?|outputs?|ckpts?)$/i.test(parts.at(-1) ?? '')) parts.pop();
  return parts.length === 0 ? path.basename(path.resolve(root)) : parts.join('/');
}
