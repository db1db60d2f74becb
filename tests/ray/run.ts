/**
 * A batch run on a Ray cluster on this machine, against the practice teacher: `npm run test:ray`.
 *
 * It checks that the run ends with the samples of a live run with the same seed, whatever order Ray answers in. It is not
 * part of `npm test`: it installs Ray from PyPI (200 MB).
 */
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { connect } from '@/prisma/client';
import { getRun } from '@/taxonomy/generation/runs/get-run';
import { startRun } from '@/taxonomy/generation/runs/start-run';
import { throwawayDatabase } from '../bench/database';
import { testKey } from '../support/accounts-factories';
import {
  actor,
  brokenRules,
  contentOfRun,
  forgetSamples,
  makeFreeformLeaf,
  makeKnowledgeLeaf,
  makePracticeTeacher,
  makeTeacher,
  requestOf,
  runToEnd,
} from '../support/generation-factories';

const RAY = 'ray[data]==2.60.0';
/** Outside the checkout, so that it is installed once per machine. */
const cache = path.join(process.env.XDG_CACHE_HOME ?? path.join(os.homedir(), '.cache'), 'seedleaf', RAY);

const python = installRay();
const database = await throwawayDatabase();
const db = connect(database.url, 5);
const practice = await makePracticeTeacher({ latencyMs: 20, faults: [{ fault: '429', share: 0.02 }] });
try {
  const leaves = [await makeFreeformLeaf(db), await makeKnowledgeLeaf(db, 3)];
  const teacherId = await makeTeacher(db, practice.url);
  const request = { target: 30, seed: 'ray' };
  const live = await runToEnd(db, requestOf(teacherId, leaves, request));
  const expected = await contentOfRun(db, live.id);
  await forgetSamples(db);

  const { id } = await startRun(db, actor, requestOf(teacherId, leaves, { ...request, batch: 'files' }));
  const folder = mkdtempSync(path.join(os.tmpdir(), 'seedleaf-ray-'));
  const script = path.join(folder, 'ray_batch.py');
  await seedleaf('run', 'ray-script', script);
  const exec = `"${python}" "${script}" --server ${practice.url} --workers 2 --cpus 0.5`;
  await seedleaf('run', 'batch', id, '--to', folder, '--exec', exec);

  const run = await getRun(db, id);
  const content = await contentOfRun(db, id);
  const isSame = JSON.stringify(content) === JSON.stringify(expected);
  const broken = await brokenRules(db, id);
  console.log(
    `${run.state}: ${run.calls} calls, ${content.length} samples; ${isSame ? 'the same as live' : 'OTHERS THAN LIVE'}`,
  );
  if (!isSame || content.length === 0 || broken.length > 0)
    throw new Error(JSON.stringify({ broken, state: run.state }));
} finally {
  await practice.close();
  await db.$disconnect();
  await database.drop();
}
process.exit();

function installRay(): string {
  const own = path.join(cache, 'bin', 'python');
  if (existsSync(path.join(cache, 'bin', 'ray'))) return own;
  console.log(`Installing ${RAY} into ${cache}.`);
  execFileSync('python3', ['-m', 'venv', cache], { stdio: 'inherit' });
  execFileSync(own, ['-m', 'pip', 'install', '--quiet', RAY], { stdio: 'inherit' });
  return own;
}

async function seedleaf(...args: string[]): Promise<void> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'bin/seedleaf.ts', ...args], {
    env: { ...process.env, DATABASE_URL: database.url, SEEDLEAF_KEY: testKey.toString('base64') },
    stdio: 'inherit',
  });
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  if (code !== 0) throw new Error(`seedleaf ${args.slice(0, 2).join(' ')} ended with exit code ${code}.`);
}
