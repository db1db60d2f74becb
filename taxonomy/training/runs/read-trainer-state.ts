import { open } from 'node:fs/promises';
import { z } from 'zod';
import { parsePythonLine } from '../python-json';
import { trainingLimits } from '../vocabulary-runs';
import { entryOf, mergePoints, readPoint, type Point } from './read-point';

const State = z.object({
  global_step: z.number().catch(0),
  max_steps: z.number().nullish().catch(null),
  num_train_epochs: z.number().nullish().catch(null),
  log_history: z.array(z.unknown()),
});

export type TrainerState = {
  step: number;
  points: Point[];
  totalSteps: number | null;
  totalEpochs: number | null;
  isFinished: boolean;
  startedAt: Date | null;
  lastAt: Date;
};

/** Changes when the file does. */
export const markOf = ({ mtimeMs, size }: { mtimeMs: number; size: number }) => `${mtimeMs}/${size}`;

/**
 * Reads trainer_state.json of the Hugging Face Trainer. null while it is not whole: it may be being written.
 *
 * The Trainer logs no times. When it is over it says how long it took, which tells when it began.
 */
export async function readTrainerState(file: string): Promise<TrainerState | 'too large' | null> {
  const handle = await open(file);
  try {
    const { size, mtime } = await handle.stat();
    if (size > trainingLimits.logFileBytes) return 'too large';
    const { success, data } = State.safeParse(parsePythonLine(await handle.readFile('utf8')));
    return success ? stateOf(data, mtime) : null;
  } finally {
    await handle.close();
  }
}

function stateOf({ global_step, max_steps, num_train_epochs, log_history }: z.infer<typeof State>, lastAt: Date) {
  const points = new Map<number, Point>();
  let seconds: number | null = null;
  for (const logged of log_history) {
    const entry = entryOf(logged);
    if (!entry) continue;
    // The last entry sums the training up.
    if (typeof entry.train_runtime === 'number') {
      seconds = entry.train_runtime;
      continue;
    }
    const point = readPoint(entry);
    if (!point) continue;
    const known = points.get(point.step);
    points.set(point.step, known ? mergePoints(known, point) : point);
  }
  const totalSteps = max_steps && max_steps > 0 ? Math.round(max_steps) : null;
  return {
    step: global_step,
    points: [...points.values()],
    totalSteps,
    totalEpochs: num_train_epochs ?? null,
    isFinished: seconds !== null || (totalSteps !== null && global_step >= totalSteps),
    startedAt: seconds === null ? null : new Date(lastAt.getTime() - seconds * 1000),
    lastAt,
  };
}
