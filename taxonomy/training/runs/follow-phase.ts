import { stat } from 'node:fs/promises';
import path from 'node:path';
import { parsePythonLine } from '../python-json';
import type { Trainer } from '../vocabulary-runs';
import type { FoundPhase } from './find-logs';
import { readNewLines, type Position } from './follow-lines';
import { entryOf, mergePoints, readPlan, readPoint, type Plan, type Point } from './read-point';
import { markOf, readTrainerState, type TrainerState } from './read-trainer-state';
import type { PhaseFacts } from './repository';

/** What was read of a phase so far. Lost with the process: reading everything again changes nothing. */
export type Followed = {
  position: Position | null;
  plan: Plan;
  /** The marks of the files that were read whole, by path. */
  marks: Map<string, string>;
  /** The state with the highest step, of those read. */
  stateStep: number;
};

export const notFollowed = (): Followed => ({
  position: null,
  plan: { totalSteps: null, totalEpochs: null, stepsInEpoch: null },
  marks: new Map(),
  stateStep: -1,
});

export const trainerOf = ({ lines }: FoundPhase): Trainer => lines?.trainer ?? 'hugging_face';

/** A part of what is new. `commit` is called once it is stored, so that a failure loses nothing. */
export type News = { points: Point[]; facts: PhaseFacts | null; warnings: string[]; commit: () => void };

/** What is new in the logs of a phase, in parts that fit into memory. */
export async function* newsOf(phase: FoundPhase, followed: Followed, isLast: boolean): AsyncIterable<News> {
  if (phase.lines) yield* newsInLines(phase.lines.file, followed, isLast);
  yield* newsInStates(phase.states, followed, isLast);
}

async function* newsInLines(file: string, followed: Followed, isLast: boolean): AsyncIterable<News> {
  for (let isMore = true; isMore;) {
    const read = await readNewLines(file, followed.position, isLast);
    isMore = read.isMore;
    const before = followed.position;
    if (read.position.offset === before?.offset && read.position.inode === before.inode) return;
    const points = new Map<number, Point>();
    let { plan } = followed;
    let unread = 0;
    for (const line of read.lines) {
      const entry = entryOf(parsePythonLine(line));
      if (!entry) {
        unread += 1;
        continue;
      }
      plan = mergePlans(plan, readPlan(entry));
      const point = readPoint(entry);
      if (!point) continue;
      const known = points.get(point.step);
      points.set(point.step, known ? mergePoints(known, point) : point);
    }
    yield {
      points: [...points.values()],
      facts: factsOf([...points.values()], plan),
      warnings: unread === 0 ? [] : [`${file}: ${unread} of ${read.lines.length} lines are not JSON and were skipped.`],
      commit: () => {
        followed.position = read.position;
        followed.plan = plan;
      },
    };
  }
}

const mergePlans = (earlier: Plan, later: Plan): Plan => ({
  totalSteps: later.totalSteps ?? earlier.totalSteps,
  totalEpochs: later.totalEpochs ?? earlier.totalEpochs,
  stepsInEpoch: later.stepsInEpoch ?? earlier.stepsInEpoch,
});

function factsOf(points: readonly Point[], { totalSteps, totalEpochs, stepsInEpoch }: Plan): PhaseFacts {
  const planned =
    totalSteps ?? (totalEpochs !== null && stepsInEpoch !== null ? Math.round(totalEpochs * stepsInEpoch) : null);
  const moments = points.flatMap(({ at }) => (at === null ? [] : [at.getTime()]));
  const lastStep = points.reduce((most, { step }) => Math.max(most, step), -1);
  const momentOf = (pick: (a: number, b: number) => number) =>
    moments.length === 0 ? null : new Date(moments.reduce((a, b) => pick(a, b)));
  return {
    startedAt: momentOf(Math.min),
    lastAt: momentOf(Math.max),
    isFinished: points.length === 0 ? null : planned !== null && lastStep >= planned,
    totalSteps: planned,
    totalEpochs,
  };
}

/**
 * Every state has the whole history up to its step. So the folder's own is read, written when the training is over, and
 * that of the last checkpoint that is whole.
 */
async function* newsInStates(files: readonly string[], followed: Followed, isLast: boolean): AsyncIterable<News> {
  let newest: TrainerState | null = null;
  const marks = new Map<string, string>();
  const warnings: string[] = [];
  let hasCheckpoint = false;
  for (const file of files.toSorted(byCheckpoint)) {
    const isCheckpoint = checkpointOf(file) !== null;
    if (isCheckpoint && hasCheckpoint) break;
    const mark = await stat(file).then(markOf, () => null);
    if (mark === null) continue;
    const isKnown = followed.marks.get(file) === mark;
    const state = isKnown ? null : await readTrainerState(file).catch(() => null);
    if (!isKnown && state === null) {
      if (isLast) warnings.push(`${file} is not whole JSON and was skipped.`);
      continue;
    }
    hasCheckpoint ||= isCheckpoint;
    marks.set(file, mark);
    if (state === 'too large') warnings.push(`${file} is larger than 64 MiB and was skipped.`);
    else if (state && (!newest || state.step > newest.step || (state.step === newest.step && state.isFinished)))
      newest = state;
  }
  if (newest === null && warnings.length === 0) return;
  const { points, step, ...facts } = newest && newest.step >= followed.stateStep ? newest : nothing(followed);
  yield {
    points,
    facts: step === newest?.step ? facts : null,
    warnings,
    commit: () => {
      for (const [file, mark] of marks) followed.marks.set(file, mark);
      followed.stateStep = step;
    },
  };
}

const checkpointOf = (file: string): number | null => {
  const [, step] = /checkpoint-(\d+)$/.exec(path.dirname(file)) ?? [];
  return step === undefined ? null : Number(step);
};

/** The folder's own state first, then those of checkpoints, the last one first. */
const byCheckpoint = (a: string, b: string) =>
  (checkpointOf(b) ?? Number.MAX_SAFE_INTEGER) - (checkpointOf(a) ?? Number.MAX_SAFE_INTEGER);

const nothing = ({ stateStep }: Followed): TrainerState => ({
  step: stateStep,
  points: [],
  totalSteps: null,
  totalEpochs: null,
  isFinished: false,
  startedAt: null,
  lastAt: new Date(0),
});
