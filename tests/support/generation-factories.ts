import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '@/prisma/client';
import { commandLine } from '@/taxonomy/accounts/command-line';
import { addUploadedDocuments } from '@/taxonomy/documents/add-uploaded-documents';
import type { RunDetail, StartRunRequest } from '@/taxonomy/generation/contract';
import type { OwnPrice } from '@/taxonomy/generation/contract-prices';
import { checkRun } from '@/taxonomy/generation/runs/check-runs';
import { getRun } from '@/taxonomy/generation/runs/get-run';
import {
  startPracticeTeacher,
  type PracticeOptions,
  type PracticeTeacher,
} from '@/taxonomy/generation/practice/server';
import { startRun } from '@/taxonomy/generation/runs/start-run';
import { clientsOf } from '@/taxonomy/generation/teacher/clients';
import { addTeacher, getTeacher } from '@/taxonomy/generation/teacher/teachers';
import type { OpenTeacherOf } from '@/taxonomy/generation/engine/teacher-in-use';
import { isOver, practiceModel } from '@/taxonomy/generation/vocabulary';
import { workOnRuns, type WorkOptions } from '@/taxonomy/generation/engine/work-on-runs';
import { Leases } from '@/taxonomy/jobs/leases';
import type { LeafContent } from '@/taxonomy/seeds/contract';
import { createLeaf, saveLeaf } from '@/taxonomy/seeds/save-leaf';
import { testKey } from './accounts-factories';
import { makeFreeform, makeGrounded, makeKnowledge } from './seeds-factories';
import { testAccess } from './teacher-access';
import { makeBranch } from './tree-factories';

/** The rules that every run must fulfil after it has ended, whatever happened: those that are broken. */
export const brokenRules = checkRun;

export const actor = commandLine;

const planets = ['Mercury', 'Venus', 'Earth', 'Mars', 'Jupiter', 'Saturn', 'Uranus', 'Neptune'];

/** A practice teacher without latency or faults, on its own port. */
export const makePracticeTeacher = (options: Partial<PracticeOptions> = {}): Promise<PracticeTeacher> =>
  startPracticeTeacher({ port: 0, latencyMs: 0, sigma: 0, slots: 64, faults: [], seed: '1', ...options });

/** $0.15 in and $0.60 out per million tokens. */
export const ownPrice: OwnPrice = { input: 150_000, output: 600_000 };

/** Adds a teacher with this address. Returns its id. */
export async function makeTeacher(
  db: Database,
  baseUrl: string,
  options: {
    slots?: number;
    timeoutSeconds?: number;
    model?: string;
    name?: string;
    ownPrice?: OwnPrice | null;
  } = {},
): Promise<string> {
  const { id } = await addTeacher(db, actor, testAccess, {
    name: options.name ?? randomUUID(),
    baseUrl,
    model: options.model ?? practiceModel,
    extraFields: {},
    slots: options.slots ?? 16,
    timeoutSeconds: options.timeoutSeconds ?? 10,
    ownPrice: options.ownPrice === undefined ? ownPrice : options.ownPrice,
  });
  return id;
}

/** A leaf with this content below the branch of its kind. Returns its id. */
export async function makeLeafWith(db: Database, content: LeafContent, name: string = randomUUID()): Promise<string> {
  const { root } = await makeBranch(db, content.kind === 'knowledge' ? 'knowledge' : 'compositional_skills');
  const node = await createLeaf(db, actor, { parentId: root.id, name, leafKind: content.kind });
  await saveLeaf(db, actor, node.id, { baseVersion: 1, content });
  return node.id;
}

export const makeFreeformLeaf = (db: Database) => makeLeafWith(db, makeFreeform());

/** A grounded leaf whose contexts are long enough for questions. */
export const makeGroundedLeaf = (db: Database) => {
  const seeds = planets.slice(0, 5).map((planet, i) => ({
    id: `s${i}`,
    context: `${planet} was visited by the probe Seeker in ${1990 + i}. It took ${300 + i} pictures of the northern ice and measured winds of ${40 + i} metres a second above the crater Amundsen.`,
    question: `Which probe visited ${planet}, and what did it measure there?`,
    answer: `The probe Seeker visited ${planet} and measured winds of ${40 + i} metres a second.`,
  }));
  return makeLeafWith(db, makeGrounded({ seeds, taskDescription: 'Answer questions about reports of space probes.' }));
};

/** A document about planets with about one section per passage. */
export const planetDocument = (sections = 3): string =>
  planets
    .slice(0, sections)
    .map((planet, i) =>
      [
        `# ${planet}`,
        `${planet} is planet number ${i + 1} of the solar system. It takes ${88 + i * 137} days to go round the sun once.`,
        `The surface of ${planet} was first mapped in ${1962 + i * 3} by a probe that was named after its discoverer.`,
        `Astronomers think that ${planet} has a core of iron and nickel, since its magnetic field is ${i + 2} times as strong as expected.`,
        `A day on ${planet} lasts ${10 + i} hours, because the planet spins quickly around an axis that is tilted by ${i * 7} degrees.`,
      ]
        .map((line) => `${line} `.repeat(4).trim())
        .join('\n\n'),
    )
    .join('\n\n');

export async function makeKnowledgeLeaf(db: Database, sections = 3): Promise<string> {
  const leafId = await makeLeafWith(db, makeKnowledge());
  const bytes = Buffer.from(planetDocument(sections));
  await addUploadedDocuments(db, { actor, leafId, name: 'planets.md', bytes });
  return leafId;
}

export const requestOf = (
  teacherId: string,
  scope: string[],
  options: Partial<StartRunRequest> = {},
): StartRunRequest => ({
  requestKey: randomUUID(),
  scope,
  teacherId,
  judgeTeacherId: null,
  judgeVotes: 1,
  target: null,
  isRepeated: false,
  isTrial: false,
  batch: 'off',
  rulesOff: [],
  nearDuplicates: null,
  pipelines: {},
  ...options,
});

/** Opens a teacher as the worker process does. */
export const openTeacherOf =
  (db: Database): OpenTeacherOf =>
  async (id) => {
    const { slots, model, requestsPerMinute, tokensPerMinute } = await getTeacher(db, id);
    const perMinute = { requests: requestsPerMinute, tokens: tokensPerMinute };
    return { ...(await clientsOf(db, id, testAccess)), slots, perMinute, model };
  };

export type TestWorker = { stop(): Promise<void>; leases: Leases };

/** A worker in this process, with short intervals. */
export async function startWorker(
  db: Database,
  options: WorkOptions & {
    name?: string;
    leaseSeconds?: number;
    heartbeatSeconds?: number;
    openTeacher?: OpenTeacherOf;
  } = {},
): Promise<TestWorker> {
  const {
    name = randomUUID(),
    leaseSeconds = 5,
    heartbeatSeconds = 1,
    openTeacher = openTeacherOf(db),
    ...work
  } = options;
  const leases = new Leases(db, { id: name, host: 'test', pid: process.pid }, { leaseSeconds, heartbeatSeconds });
  await leases.start();
  const ending = new AbortController();
  const worked = workOnRuns(db, leases, openTeacher, ending.signal, { lookMs: 50, ...work });
  return {
    leases,
    async stop() {
      ending.abort();
      await worked;
      await leases.stop();
    },
  };
}

/** Waits until a run is over. @param options.isPatient Ignores errors of the database. */
export async function untilOver(
  db: Database,
  runId: string,
  {
    withinMs = 300_000,
    isPatient = false,
    lookMs = 30,
  }: { withinMs?: number; isPatient?: boolean; lookMs?: number } = {},
): Promise<RunDetail> {
  const until = performance.now() + withinMs;
  for (;;) {
    const run = await getRun(db, runId).catch((error: unknown) => {
      if (!isPatient) throw error;
      return null;
    });
    if (run && isOver(run.state)) return run;
    if (performance.now() > until) throw new Error(`The run is still not over: ${JSON.stringify(run)}`);
    await sleep(lookMs);
  }
}

/** Starts a run and processes it with one worker. */
export async function runToEnd(
  db: Database,
  request: StartRunRequest,
  options: Parameters<typeof startWorker>[1] = {},
): Promise<RunDetail> {
  const { id } = await startRun(db, actor, request);
  const worker = await startWorker(db, options);
  try {
    const run = await untilOver(db, id);
    // A run over a limit is over at once; its worker ends the items in progress a moment later.
    if (run.state === 'over_budget' || run.state === 'failed')
      await until(async () => (await db.job.count({ where: { groupId: id } })) === 0);
    return run;
  } finally {
    await worker.stop();
  }
}

/** The calls of a run without those that were sent a second time, because they were slow on a busy machine. */
export const callsOnce = async (db: Database, { id, calls }: { id: string; calls: number }): Promise<number> =>
  calls - (await db.teacherCall.count({ where: { runId: id, ordinal: { endsWith: ':late' } } }));

/** The result of a run, without anything that differs from run to run. */
export async function contentOfRun(db: Database, runId: string) {
  const samples = await db.sample.findMany({
    where: { runId },
    select: { leafId: true, context: true, question: true, answer: true, itemOrdinal: true },
  });
  return samples.map((sample) => JSON.stringify(sample)).sort();
}

/** Removes the leaf's earlier samples, so that a run can write them again. */
export async function forgetSamples(db: Database): Promise<void> {
  await db.sample.deleteMany({});
  await db.sampleCount.deleteMany({});
}

/** A worker in a separate process, as `npm start` runs it. */
export function spawnWorker(databaseUrl: string): ChildProcess {
  return spawn(process.execPath, ['--import', 'tsx', 'bin/worker.ts'], {
    env: { ...process.env, DATABASE_URL: databaseUrl, SEEDLEAF_KEY: testKey.toString('base64') },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

/** Ends a process and waits until it is gone. */
export async function kill(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill(signal);
  await gone;
}

/** Waits until a condition is true. */
export async function until(isSo: () => boolean | Promise<boolean>, withinMs = 120_000): Promise<void> {
  const end = performance.now() + withinMs;
  while (!(await isSo())) {
    if (performance.now() > end) throw new Error(`It was not so within ${withinMs} ms: ${String(isSo)}`);
    await sleep(20);
  }
}
