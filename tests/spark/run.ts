/**
 * Near-duplicates by pairs that Spark finds on this machine, against the decisions in memory: `npm run test:spark`.
 *
 * It checks that no line is dropped without a kept near-duplicate, and prints how many of the near-duplicates are found.
 * LINES=200000 changes the number of lines. It is not part of `npm test`: it installs PySpark from PyPI (450 MB) and needs
 * Java. Where one of them is missing it says so and checks nothing.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { createWriteStream, existsSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { CandidatePairs } from '@/taxonomy/generation/filters/near-duplicates/candidate-pairs';
import { decideByPairs, type LineDecision } from '@/taxonomy/generation/filters/near-duplicates/decide-by-pairs';
import { decideInMemory } from '@/taxonomy/generation/filters/near-duplicates/decide-in-memory';
import { LineIndex } from '@/taxonomy/generation/filters/near-duplicates/line-index';
import { alikeTexts, lcsOf } from '../support/alike-texts';

const PACKAGES = ['pyspark==4.3.0', 'numpy==2.4.6'];
/** One process. Spark's usual 200 parts of each step would take longer to begin than to do. */
const SPARK = ['--master', 'local[2]', '--driver-memory', '4g', '--conf', 'spark.sql.shuffle.partitions=8'];
const LINES = Number(process.env.LINES ?? 100_000);
const THRESHOLD = 0.7;
const LEAST_RECALL = 0.98;
/** Lines whose F is computed once more by the textbook. */
const RECOMPUTED = 2000;
/** Outside the checkout, so that it is installed once per machine. */
const cache = path.join(process.env.XDG_CACHE_HOME ?? path.join(os.homedir(), '.cache'), 'seedleaf', 'pyspark-4.3.0');

const missing = whatIsMissing();
if (missing === null) process.exitCode = await compare();
else console.log(`SKIPPED, nothing was checked: ${missing}`);

async function compare(): Promise<number> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'seedleaf-spark-'));
  try {
    const words = alikeTexts(LINES, { seed: 1, words: 20_000, most: 50 });
    const file = path.join(folder, 'rows.jsonl');
    await pipeline(Readable.from(linesOf(words)), createWriteStream(file));
    const sparkSeconds = findPairs(file, folder);
    const { decisions, pairs, seconds } = await decide(file, path.join(folder, 'pairs'));
    const expected = [...(await decideInMemory(file, { field: 'text', threshold: THRESHOLD, tokenizer: 'unicode' }))];
    const wrong = wrongDrops(decisions, words);
    const dropped = new Set(decisions.filter(({ kept }) => !kept).map(({ line }) => line));
    const duplicates = expected.filter(({ kept }) => !kept);
    const recall = duplicates.filter(({ line }) => dropped.has(line)).length / duplicates.length;
    console.log(
      `${LINES} lines: Spark ${sparkSeconds} s, ${pairs} pairs; checked in ${seconds} s; ${dropped.size} dropped, ${wrong} of them wrongly; ` +
        `${(recall * 100).toFixed(2)} % of the ${duplicates.length} that are dropped in memory`,
    );
    return wrong === 0 && recall >= LEAST_RECALL ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function* linesOf(texts: string[][]): Generator<string> {
  for (const words of texts) yield `${JSON.stringify({ text: words.join(' ') })}\n`;
}

/** @returns the seconds that Spark took. */
function findPairs(file: string, folder: string): number {
  const seedleaf = ['--import', 'tsx', 'bin/seedleaf.ts', 'dedupe', file, '--threshold', String(THRESHOLD)];
  execFileSync(process.execPath, [...seedleaf, '--export-for', 'spark', '--to', folder], { stdio: 'inherit' });
  const began = performance.now();
  const script = path.join(folder, 'spark_pairs.py');
  const args = ['--texts', path.join(folder, 'texts.jsonl'), '--threshold', String(THRESHOLD)];
  execFileSync(
    path.join(cache, 'bin', 'spark-submit'),
    [...SPARK, script, ...args, '--out', path.join(folder, 'pairs')],
    {
      stdio: ['ignore', 'inherit', 'ignore'],
      env: { ...process.env, PYSPARK_PYTHON: path.join(cache, 'bin', 'python'), SPARK_LOCAL_DIRS: folder },
    },
  );
  return secondsSince(began);
}

async function decide(file: string, source: string) {
  const began = performance.now();
  const index = await LineIndex.of(file, 'text');
  try {
    const pairs = await CandidatePairs.read(source, index);
    const decisions = [...decideByPairs(index, pairs, { threshold: THRESHOLD, tokenizer: 'unicode' })];
    return { decisions, pairs: pairs.counts.toCheck, seconds: secondsSince(began) };
  } finally {
    index.close();
  }
}

/** Dropped lines whose nearest one was not kept or is not over the threshold. */
function wrongDrops(decisions: LineDecision[], words: string[][]): number {
  const kept = new Set(decisions.filter((each) => each.kept).map(({ line }) => line));
  const dropped = decisions.filter((each) => !each.kept);
  const step = Math.max(1, Math.floor(dropped.length / RECOMPUTED));
  return dropped.filter(({ line, nearest, score }, i) => {
    if (!kept.has(nearest) || nearest >= line || score <= THRESHOLD) return true;
    if (i % step !== 0) return false;
    const [a = [], b = []] = [words[line - 1], words[nearest - 1]];
    return (2 * lcsOf(a, b)) / (a.length + b.length) !== score;
  }).length;
}

function secondsSince(began: number): number {
  return Math.round((performance.now() - began) / 1000);
}

/** Installs PySpark if it is not there yet. @returns why it cannot be used, or null. */
function whatIsMissing(): string | null {
  if (spawnSync('java', ['-version']).status !== 0) return 'there is no Java (apt-get install default-jre-headless).';
  if (existsSync(path.join(cache, 'bin', 'spark-submit'))) return null;
  console.log(`Installing ${PACKAGES.join(', ')} into ${cache}.`);
  if (spawnSync('python3', ['-m', 'venv', cache], { stdio: 'inherit' }).status !== 0) return 'there is no Python 3.';
  const pip = spawnSync(path.join(cache, 'bin', 'python'), ['-m', 'pip', 'install', '--quiet', ...PACKAGES], {
    stdio: 'inherit',
  });
  return pip.status === 0 ? null : `PyPI does not give ${PACKAGES.join(' and ')}.`;
}
