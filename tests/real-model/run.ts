/**
 * From import to export with a real language model on real data: `npm run test:real-model -- [TAXONOMY]`.
 *
 * So small a model writes badly, and most rows will be lost; the point is that nothing breaks, that every lost row
 * says why, and that the counts add up. It is not part of `npm test`: it needs npm, PyPI and half an hour.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { makeHome, removeHome } from '../support/home';
import { serveModel } from './serve-model';

const taxonomy = process.argv[2] ?? '../shared/data/taxonomy-2025-04';
const bundle = process.argv[3] ?? '../shared/data/documents/Summit_knowledge.bundle';
/** One leaf per pipeline, with the number of samples: enough that some survive, few enough for two cores. */
const leaves = [
  { path: 'compositional_skills/linguistics/synonyms', target: 360 },
  { path: 'compositional_skills/grounded/linguistics/inclusion', target: 60 },
  { path: 'knowledge/science/animals/birds/black_capped_chickadee', target: 40 },
];
const THREADS = 2;
/** The server answers one request after the other, so more would only wait there, and time out on a busy machine. */
const ONE_BY_ONE = ['--slots', '2', '--timeout-seconds', '600'];

const Funnel = z.object({
  state: z.string(),
  calls: z.int(),
  funnel: z.array(
    z.object({
      label: z.string(),
      entered: z.int(),
      made: z.int(),
      kept: z.int(),
      dropped: z.int(),
      reasons: z.array(z.object({ reason: z.string(), count: z.int() })),
    }),
  ),
});

const home = makeHome();
const gitConfig = path.join(path.dirname(home), 'gitconfig');
writeFileSync(
  gitConfig,
  `[url "${path.resolve(bundle)}"]\n\tinsteadOf = https://github.com/juliadenham/Summit_knowledge.git\n`,
);
const environment = { ...process.env, SEEDLEAF_HOME: home, GIT_CONFIG_GLOBAL: gitConfig };

const children: ChildProcess[] = [];
process.on('exit', () => {
  for (const child of children) child.kill('SIGINT');
  removeHome(home);
});

await main();

async function main(): Promise<void> {
  if (!existsSync(taxonomy))
    throw new Error(`There is no taxonomy at ${taxonomy}. Name one: npm run test:real-model -- PATH`);
  const port = await serveModel(THREADS, (server) => children.push(server));
  await run('import', taxonomy);
  const address = ['--url', `http://127.0.0.1:${port}/v1`, '--model', 'smollm2'];
  await run('teacher', 'add', 'smollm2', ...address, ...ONE_BY_ONE);
  await run('teacher', 'test', 'smollm2');
  for (const { path: leaf, target } of leaves) await generate(leaf, target);
  let survived = 0;
  for (const { path: leaf } of leaves) {
    const samples = await run('samples', '--leaf', leaf, '--status', 'pending');
    console.log(`${leaf}: ${samples.length} samples survived. The first one:`);
    console.log(JSON.stringify(samples[0] ?? null, null, 2));
    survived += samples.length;
  }
  if (survived === 0) throw new Error('No sample survived, so nothing could be published and exported.');
  await publish();
  process.exit();
}

/** Runs a command of Seedleaf with --json. @returns Its output, one entry per line. */
function run(...args: string[]): Promise<unknown[]> {
  return runEndingWith([0], args);
}

/** @param codes The exit codes that are right. */
async function runEndingWith(codes: number[], args: string[]): Promise<unknown[]> {
  console.log(`\n$ seedleaf ${args.join(' ')}`);
  const child = spawn('npx', ['tsx', 'bin/seedleaf.ts', '--json', ...args], {
    env: environment,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  for await (const chunk of child.stdout) text += String(chunk);
  const code = child.exitCode ?? (await new Promise<number | null>((resolve) => child.on('exit', resolve)));
  if (code === null || !codes.includes(code)) throw new Error(`seedleaf ${args.join(' ')} ended with ${code}.`);
  return text
    .split('\n')
    .filter(Boolean)
    .map((line): unknown => JSON.parse(line));
}

async function generate(leaf: string, target: number): Promise<void> {
  const options = ['--teacher', 'smollm2', '--target', String(target), '--seed', '1', '--wait'];
  // A run that kept nothing ends with 1 and says why. With so small a model that is a result too.
  const [started] = await runEndingWith([0, 1], ['generate', leaf, ...options]);
  const { id } = z.object({ id: z.string() }).parse(started);
  const [shown] = await run('run', 'show', id);
  const { state, calls, funnel } = Funnel.parse(shown);
  console.log(`${leaf}: ${state}, ${calls} calls`);
  console.table(
    funnel.map(({ label, reasons, ...counts }) => ({
      step: label,
      ...counts,
      why: reasons.map(({ reason, count }) => `${reason} ${count}`).join(', '),
    })),
  );
  for (const step of funnel) {
    const lost = step.reasons.reduce((sum, { count }) => sum + count, 0);
    if (step.made !== step.kept + step.dropped || step.dropped !== lost)
      throw new Error(`The funnel does not add up at “${step.label}”.`);
  }
}

async function publish(): Promise<void> {
  for (const { path: leaf } of leaves)
    await run('decide', '--leaf', leaf, '--status', 'pending', '--verdict', 'approve');
  await run('dataset', 'publish', 'real-model');
  const out = path.join(home, 'export');
  await run('dataset', 'export', 'real-model', '--format', 'messages', '--out', out);
  const Manifest = z.object({ files: z.array(z.object({ name: z.string(), sha256: z.string() })) });
  const manifestFile = ['manifest.json'].map((name) => path.join(out, name)).find((file) => existsSync(file));
  if (!manifestFile) throw new Error(`There is no manifest.json in ${out}.`);
  for (const { name, sha256 } of Manifest.parse(JSON.parse(readFileSync(manifestFile, 'utf8'))).files) {
    const actual = createHash('sha256')
      .update(readFileSync(path.join(out, name)))
      .digest('hex');
    console.log(`${name}: ${actual === sha256 ? 'as the manifest says' : 'NOT as the manifest says'}`);
    if (actual !== sha256) process.exitCode = 1;
  }
}
