import type { ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
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
import { spawnPractice } from './practice-process';
import { cpuMsOf, readProc } from './processes';

/** Postgres counts what a connection does after at most this long. */
const STATISTICS_MS = 1_500;
/** Enough work that the end of the run, when fewer rows than slots are left, does not distort the result. */
const LEAVES = { freeform: 12, grounded: 6 };
const SAMPLES_PER_LEAF = 90;

type Scenario = {
  /** Added to the names of the figures. */
  name: string;
  slots: number;
  latencyMs: number;
  faults: string;
  leastBusy: number;
  /** The makespan over work / slots. */
  mostTime: number;
};

const scenarios: Scenario[] = [
  { name: '', slots: 64, latencyMs: 500, faults: '', leastBusy: 0.95, mostTime: 1.1 },
  {
    name: ', with 2 % 429, 1 % 500 and 0.2 % hanging for 60 s',
    slots: 64,
    latencyMs: 500,
    faults: '429=0.02,500=0.01,hang=0.002',
    leastBusy: 0.93,
    mostTime: 1.25,
  },
  { name: ', 256 slots', slots: 256, latencyMs: 2_000, faults: '', leastBusy: 0.97, mostTime: 1.1 },
];

/**
 * How well the engine keeps a teacher busy: the practice teacher over HTTP in a separate process, with lognormal
 * latency, and one worker in a separate process.
 */
export async function measure(): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const scenario of scenarios) figures.push(...(await measureOne(scenario)));
  return figures;
}

async function measureOne(scenario: Scenario): Promise<Figure[]> {
  const database = await throwawayDatabase();
  const db = connect(database.url, 5);
  const practice = await spawnPractice(scenario);
  const worker = spawnWorker(database.url);
  try {
    const times = scenario.slots / 64;
    for (let i = 0; i < LEAVES.freeform * times; i += 1) await makeFreeformLeaf(db);
    for (let i = 0; i < LEAVES.grounded * times; i += 1) await makeGroundedLeaf(db);
    const teacherId = await makeTeacher(db, practice.url, { slots: scenario.slots, timeoutSeconds: 60 });
    await until(async () => (await db.worker.count()) > 0);
    const cpuBefore = cpuMsOf(worker.pid);
    const workBefore = await databaseWork(db);
    const { id } = await startRun(db, actor, requestOf(teacherId, [], { target: SAMPLES_PER_LEAF, seed: 'bench' }));
    const run = await untilOver(db, id, { withinMs: 900_000, lookMs: 1_000 });
    const workAfter = await databaseWork(db);
    const broken = await brokenRules(db, id);
    if (run.state !== 'completed' || broken.length > 0) throw new Error(JSON.stringify({ run, broken }));
    const stats = await practice.stats();
    console.error(`${run.calls} calls, ${run.samplesKept} samples in ${(stats.elapsedMs / 1000).toFixed(1)} s`);
    return [
      ...figuresOf(scenario, stats, await readCalls(db, id)),
      ...processFigures(scenario, worker, cpuMsOf(worker.pid) - cpuBefore, run.calls),
      ...databaseFigures(scenario, workBefore, workAfter, run),
    ];
  } finally {
    await kill(worker, 'SIGTERM');
    await practice.stop();
    await db.$disconnect();
    await database.drop();
  }
}

function figuresOf({ name, slots, leastBusy, mostTime }: Scenario, stats: PracticeStats, calls: Call[]): Figure[] {
  const used = stats.busyUntilLastCallMs / (slots * stats.untilLastCallMs);
  const { overlap, makespanMs } = timesOf(calls);
  const barrierMs = barrierMakespan(calls, slots);
  const work = calls.reduce((sum, { latencyMs }) => sum + latencyMs, 0) / slots;
  return [
    {
      bench: 'engine',
      metric: `slots busy until the last call is issued${name}`,
      value: percent(used),
      unit: '%',
      against: `${slots} slots all the time`,
      ratio: round(used),
      goal: `at least ${percent(leastBusy)} %`,
      holds: used >= leastBusy,
    },
    {
      bench: 'engine',
      metric: `time in which calls of two or more steps are in flight${name}`,
      value: percent(overlap),
      unit: '%',
      against: 'step by step: 0 %',
      ratio: null,
      goal: 'at least 80 %',
      holds: overlap >= 0.8,
    },
    {
      bench: 'engine',
      metric: `makespan${name}`,
      value: round(makespanMs / 1000),
      unit: 's',
      against: `the same calls step by step, each step waiting for the one before: ${round(barrierMs / 1000)} s`,
      ratio: round(makespanMs / barrierMs),
      goal: 'shorter than step by step',
      holds: makespanMs < barrierMs,
    },
    {
      bench: 'engine',
      metric: `makespan over work / slots${name}`,
      value: round(makespanMs / work),
      unit: 'times',
      against: `all calls end to end on ${slots} slots: ${round(work / 1000)} s`,
      ratio: round(makespanMs / work),
      goal: `at most ${mostTime.toFixed(2)}`,
      holds: makespanMs / work <= mostTime,
    },
  ];
}

function processFigures({ name }: Scenario, worker: ChildProcess, usedMs: number, calls: number): Figure[] {
  const plain = { bench: 'engine', against: null, ratio: null };
  const cpu = round(usedMs / calls);
  return [
    { ...plain, metric: `worker CPU a call${name}`, value: cpu, unit: 'ms', goal: 'at most 1.5 ms', holds: cpu <= 1.5 },
    {
      ...plain,
      metric: `worker memory at its peak${name}`,
      value: peakMb(worker),
      unit: 'MB',
      goal: 'reported',
      holds: true,
    },
  ];
}

type Work = { writes: number; transactions: number };

/** Rows that were inserted, changed or deleted, and transactions, since the database was made. */
async function databaseWork(db: Database): Promise<Work> {
  await sleep(STATISTICS_MS);
  const rows = await db.$queryRaw`
    SELECT (SELECT sum(n_tup_ins + n_tup_upd + n_tup_del) FROM pg_stat_user_tables)::float8 AS writes,
           xact_commit::float8 AS transactions
      FROM pg_stat_database WHERE datname = current_database()`;
  return z.tuple([z.object({ writes: z.number(), transactions: z.number() })]).parse(rows)[0];
}

/** The bench itself asks about once a second; the worker's looks and heartbeats are among the transactions, too. */
function databaseFigures(
  { name }: Scenario,
  before: Work,
  after: Work,
  { calls, samplesKept }: { calls: number; samplesKept: number },
): Figure[] {
  const [writes, transactions] = [after.writes - before.writes, after.transactions - before.transactions];
  const plain = { bench: 'engine', ratio: null };
  return [
    {
      ...plain,
      metric: `row writes a call${name}`,
      value: round(writes / calls),
      unit: 'rows',
      against: `${round(writes / samplesKept)} a sample, which takes ${round(calls / samplesKept)} calls`,
      goal: 'at most 3',
      holds: writes / calls <= 3,
    },
    {
      ...plain,
      metric: `transactions a call${name}`,
      value: round(transactions / calls),
      unit: '',
      against: `${round(transactions / samplesKept)} a sample`,
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
function barrierMakespan(calls: Call[], width: number): number {
  const steps = [...new Set(calls.map(({ step }) => step))];
  return steps.reduce((sum, step) => {
    const slots = Array.from({ length: width }, () => 0);
    for (const { latencyMs } of calls.filter((call) => call.step === step)) {
      const free = slots.indexOf(Math.min(...slots));
      slots[free] = (slots[free] ?? 0) + latencyMs;
    }
    return sum + Math.max(...slots);
  }, 0);
}

const peakMb = ({ pid }: ChildProcess): number =>
  Math.round(Number(/VmHWM:\s+(\d+)/.exec(readProc(`/proc/${pid}/status`))?.[1] ?? 0) / 1024);

const round = (value: number): number => Math.round(value * 100) / 100;
const percent = (share: number): number => Math.round(share * 1000) / 10;
