import type { Figure } from './figure';
import { isInstalled, isPyPiReachable, versionOf } from './peers/install';
import { busyOf, cpuACallOf, makespanOf, type Measured } from './peers/measured';
import { runPeer } from './peers/run-peer';
import { runSeedleaf } from './peers/run-seedleaf';

/** Each has a driver `peers/run_<name>.py` and its packages in `peers/<name>.txt`. */
const peers = [
  { name: 'distilabel', distribution: 'distilabel' },
  { name: 'sdg-hub', distribution: 'sdg-hub' },
  { name: 'curator', distribution: 'bespokelabs-curator' },
  { name: 'data-designer', distribution: 'data-designer' },
  { name: 'instructlab-sdg', distribution: 'instructlab-sdg' },
] as const;

/** Why this bench is left out unless it is named; null when it can run. */
export async function whyLeftOut(): Promise<string | null> {
  if (peers.every(({ name }) => isInstalled(name)) || (await isPyPiReachable())) return null;
  return 'PyPI cannot be reached from here, and the peers are not installed';
}

/**
 * Seedleaf beside other generators of synthetic data: the same seeds, prompts and steps against the same practice
 * teacher, one after the other.
 */
export async function measure(): Promise<Figure[]> {
  const ours = await runSeedleaf();
  say(ours);
  const figures = [...figuresOf(ours, null)];
  for (const { name, distribution } of peers) {
    const title = `${name} ${versionOf(name, distribution)}`;
    try {
      const measured = await runPeer(name, title);
      say(measured);
      figures.push(...figuresOf(measured, ours));
    } catch (error) {
      figures.push(notRun(title, error));
    }
  }
  return figures;
}

function say({ name, stats, kept, cpuMs }: Measured): void {
  const seconds = (stats.untilLastAnswerMs / 1000).toFixed(1);
  const cpu = cpuMs.map((ms) => `${(ms / 1000).toFixed(1)} s`).join(' + ');
  console.error(
    `${name}: ${stats.calls} calls in ${seconds} s, at most ${stats.maxInFlight} in flight, ${stats.turnedAway} turned away, ${kept} rows kept, CPU ${cpu}`,
  );
}

/** @param ours What a peer is held against; null for Seedleaf itself. */
function figuresOf(measured: Measured, ours: Measured | null): Figure[] {
  const { name, stats, kept } = measured;
  const figure = (
    metric: string,
    unit: string,
    read: (of: Measured) => number,
    isAhead: (ratio: number) => boolean,
  ) => {
    const [value, own] = [round(read(measured)), ours && round(read(ours))];
    const ratio = own === null ? null : round(value / own);
    return {
      bench: 'peers',
      metric: `${metric}: ${name}`,
      value,
      unit,
      against: own === null ? null : `Seedleaf: ${own} ${unit}`,
      ratio,
      goal: own === null ? 'ahead of each peer' : 'Seedleaf is ahead',
      holds: ratio === null || isAhead(ratio),
    };
  };
  const work = `${stats.calls} calls, ${kept} rows kept`;
  return [
    figure(
      `slots busy until the last call is issued (${work})`,
      '%',
      (of) => busyOf(of) * 100,
      (ratio) => ratio < 1,
    ),
    figure('makespan over work / slots', 'times', makespanOf, (ratio) => ratio > 1),
    figure('CPU a call, of all its processes', 'ms', cpuACallOf, (ratio) => ratio > 1),
  ];
}

function notRun(name: string, error: unknown): Figure {
  const reason = error instanceof Error ? error.message : String(error);
  return {
    bench: 'peers',
    metric: `not measured: ${name}: ${reason.split('\n').filter(Boolean).at(-1)}`,
    value: Number.NaN,
    unit: '',
    against: null,
    ratio: null,
    goal: 'it runs',
    holds: false,
  };
}

const round = (value: number): number => Math.round(value * 100) / 100;
