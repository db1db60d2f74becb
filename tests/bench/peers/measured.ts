import { setTimeout as sleep } from 'node:timers/promises';
import type { PracticeStats } from '@/taxonomy/generation/practice/stats';
import { spawnPractice, type PracticeProcess } from '../practice-process';
import { cpuMeter } from '../processes';

export const SLOTS = 64;
const LATENCY_MS = 500;

/** What the practice teacher saw of one generator, and what the generator used. */
export type Measured = {
  name: string;
  stats: PracticeStats;
  /** From the first call until the results are stored. One entry for each process tree. */
  cpuMs: number[];
  kept: number;
};

/** A practice teacher of its own for each generator, the same for all. */
export const startTeacher = (): Promise<PracticeProcess> =>
  spawnPractice({ latencyMs: LATENCY_MS, slots: SLOTS, faults: '' });

/** The CPU time of process trees while `work` runs, from the first call that the teacher gets: starting up is left out. */
export async function cpuFromFirstCall<T>(
  teacher: PracticeProcess,
  roots: number[],
  work: Promise<T>,
): Promise<{ result: T; cpuMs: number[] }> {
  const meters = roots.map(cpuMeter);
  try {
    const ended = work.then(
      () => true,
      () => true,
    );
    while ((await teacher.stats()).calls === 0) if (await Promise.race([ended, sleep(100, false)])) break;
    const before = meters.map((meter) => meter.readMs());
    const result = await work;
    return { result, cpuMs: meters.map((meter, i) => meter.readMs() - (before[i] ?? 0)) };
  } finally {
    for (const meter of meters) meter.stop();
  }
}

/** The share of the slots that was in use until the last call arrived. */
export const busyOf = ({ stats }: Measured): number =>
  stats.busyUntilLastCallMs / (stats.slots * stats.untilLastCallMs);

/** The time from the first call to the last answer, over the same calls end to end on all slots. */
export const makespanOf = ({ stats }: Measured): number => stats.untilLastAnswerMs / (stats.busyMs / stats.slots);

export const cpuACallOf = ({ stats, cpuMs }: Measured): number =>
  cpuMs.reduce((sum, each) => sum + each, 0) / stats.calls;
