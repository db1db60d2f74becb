import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { connect, type Database } from '@/prisma/client';
import type { PracticeStats } from '@/taxonomy/generation/practice/stats';
import { startRun } from '@/taxonomy/generation/runs/start-run';
import {
  actor,
  brokenRules,
  kill,
  makeFreeformLeaf,
  makeGroundedLeaf,
  makeTeacher,
  requestOf,
  spawnWorker,
  until,
  untilOver,
} from '../support/generation-factories';
import { throwawayDatabase } from './database';
import type { Figure } from './figure';

const SLOTS = 64;
const LATENCY_MS = 500;
const SIGMA = 0.8;
/** Enough work that the end of the run, when fewer rows than slots are left, does not distort the result. */
const LEAVES = { freeform: 12, grounded: 6 };
const SAMPLES_PER_LEAF = 90;

/**
 * How well the engine keeps a teacher busy: the practice teacher over HTTP in a separate process, with 64 slots and
 * lognormal latency, and one worker in a separate process.
 */
export async function measure(): Promise<Figure[]> {
  const database = await throwawayDatabase();
  const db = connect(database.url, 5);
  const practice = await spawnPractice();
  const worker = spawnWorker(database.url);
  try {
    for (let i = 0; i < LEAVES.freeform; i += 1) await makeFreeformLeaf(db);
    for (let i = 0; i < LEAVES.grounded; i += 1) await makeGroundedLeaf(db);
    const teacherId = await makeTeacher(db, practice.url, { slots: SLOTS, timeoutSeconds: 60 });
    await until(async () => (await db.worker.count()) > 0);
    const cpuBefore = cpuMs(worker);
    const { id } = await startRun(db, actor, requestOf(teacherId, [], { target: SAMPLES_PER_LEAF, seed: 'bench' }));
    const run = await untilOver(db, id, { withinMs: 600_000 });
    const broken = await brokenRules(db, id);
    if (run.state !== 'completed' || broken.length > 0) throw new Error(JSON.stringify({ run, broken }));
    const stats = await practice.stats();
    console.error(`${run.calls} calls, ${run.samplesKept} samples in ${(stats.elapsedMs / 1000).toFixed(1)} s`);
    return [
      ...figuresOf(stats, await readCalls(db, id)),
      ...processFigures(worker, cpuMs(worker) - cpuBefore, run.calls),
    ];
  } finally {
    await kill(worker, 'SIGTERM');
    await practice.stop();
    await db.$disconnect();
    await database.drop();
  }
}

function figuresOf(stats: PracticeStats, calls: Call[]): Figure[] {
  const used = stats.busyUntilLastCallMs / (SLOTS * stats.untilLastCallMs);
  const { overlap, makespanMs } = timesOf(calls);
  const barrierMs = barrierMakespan(calls);
  const work = calls.reduce((sum, { latencyMs }) => sum + latencyMs, 0) / SLOTS;
  return [
    {
      bench: 'engine',
      metric: 'slots busy until the last call is issued',
      value: percent(used),
      unit: '%',
      against: `${SLOTS} slots all the time`,
      ratio: round(used),
      goal: 'at least 95 %',
      holds: used >= 0.95,
    },
    {
      bench: 'engine',
      metric: 'time in which calls of two or more steps are in flight',
      value: percent(overlap),
      unit: '%',
      against: 'step by step: 0 %',
      ratio: null,
      goal: 'at least 80 %',
      holds: overlap >= 0.8,
    },
    {
      bench: 'engine',
      metric: 'makespan',
      value: round(makespanMs / 1000),
      unit: 's',
      against: `the same calls step by step, each step waiting for the one before: ${round(barrierMs / 1000)} s`,
      ratio: round(makespanMs / barrierMs),
      goal: 'shorter than step by step',
      holds: makespanMs < barrierMs,
    },
    {
      bench: 'engine',
      metric: 'makespan over work / slots',
      value: round(makespanMs / work),
      unit: 'times',
      against: `all calls end to end on ${SLOTS} slots: ${round(work / 1000)} s`,
      ratio: round(makespanMs / work),
      goal: 'at most 1.10',
      holds: makespanMs / work <= 1.1,
    },
  ];
}

function processFigures(worker: ChildProcess, usedMs: number, calls: number): Figure[] {
  const plain = { bench: 'engine', against: null, ratio: null };
  const cpu = round(usedMs / calls);
  return [
    { ...plain, metric: 'worker CPU a call', value: cpu, unit: 'ms', goal: 'at most 1.5 ms', holds: cpu <= 1.5 },
    {
      ...plain,
      metric: 'worker memory at its peak',
      value: peakMb(worker),
      unit: 'MB',
      goal: 'reported',
      holds: true,
    },
  ];
}

const Call = z.object({ step: z.string(), endedAt: z.number(), latencyMs: z.number() });
type Call = z.infer<typeof Call>;

async function readCalls(db: Database, runId: string): Promise<Call[]> {
  const rows = await db.$queryRaw`
    SELECT step, extract(epoch FROM "createdAt")::float8 * 1000 AS "endedAt", "latencyMs"
      FROM "TeacherCall" WHERE "runId" = ${runId}::uuid ORDER BY "createdAt"`;
  return z.array(Call).parse(rows);
}

/**
 * From the journal: how long the run took, and the share of that time in which calls of different steps were in flight.
 */
function timesOf(calls: Call[]): { overlap: number; makespanMs: number } {
  const events = calls
    .flatMap(({ step, endedAt, latencyMs }) => [
      { at: endedAt - latencyMs, step, by: 1 },
      { at: endedAt, step, by: -1 },
    ])
    .sort((a, b) => a.at - b.at);
  const inFlight = new Map<string, number>();
  let mixedMs = 0;
  let last = events[0]?.at ?? 0;
  const first = last;
  for (const { at, step, by } of events) {
    if ([...inFlight.values()].filter((n) => n > 0).length > 1) mixedMs += at - last;
    inFlight.set(step, (inFlight.get(step) ?? 0) + by);
    last = at;
  }
  return { overlap: mixedMs / (last - first), makespanMs: last - first };
}

/**
 * How long the same calls would take if each step waited for all of the previous step, with all slots always in use.
 */
function barrierMakespan(calls: Call[]): number {
  const steps = [...new Set(calls.map(({ step }) => step))];
  return steps.reduce((sum, step) => {
    const slots = Array.from({ length: SLOTS }, () => 0);
    for (const { latencyMs } of calls.filter((call) => call.step === step)) {
      const free = slots.indexOf(Math.min(...slots));
      slots[free] = (slots[free] ?? 0) + latencyMs;
    }
    return sum + Math.max(...slots);
  }, 0);
}

async function spawnPractice() {
  const flags = ['--latency-ms', String(LATENCY_MS), '--sigma', String(SIGMA), '--slots', String(SLOTS), '--seed', '7'];
  const child = spawn(process.execPath, ['--import', 'tsx', 'bin/practice-teacher.ts', ...flags], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const line = await new Promise<string>((resolve, reject) => {
    createInterface(child.stdout).once('line', resolve);
    child.once('exit', () => reject(new Error('The practice teacher did not start.')));
  });
  const { url } = z.object({ url: z.string() }).parse(JSON.parse(line));
  return {
    url,
    // Read over HTTP, because the teacher runs in another process.
    stats: async () => (await (await fetch(new URL('/stats', url))).json()) as PracticeStats,
    stop: () => kill(child, 'SIGTERM'),
  };
}

const TICK_MS = 10;

/** The CPU time of a process, where the system reports it (Linux); otherwise 0. */
function cpuMs({ pid }: ChildProcess): number {
  const stat = readProc(`/proc/${pid}/stat`);
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) * TICK_MS;
}

const peakMb = ({ pid }: ChildProcess): number =>
  Math.round(Number(/VmHWM:\s+(\d+)/.exec(readProc(`/proc/${pid}/status`))?.[1] ?? 0) / 1024);

function readProc(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return ''; // not Linux
  }
}

const round = (value: number): number => Math.round(value * 100) / 100;
const percent = (share: number): number => Math.round(share * 1000) / 10;
