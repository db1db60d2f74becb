/**
 * Every export format, read by the tools that it is for.
 *
 * A version with rows of every kind is exported in every format, and each reader compares what it has loaded with what
 * was promised. It prints one line of JSON for each. Where one cannot be installed, its line says so.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { connect } from '@/prisma/client';
import { formats, type FormatName } from '@/taxonomy/datasets/formats';
import { loadVersion } from '@/taxonomy/datasets/versions';
import { writeExport } from '@/taxonomy/datasets/write-export';
import { throwawayDatabase } from '../bench/database';
import { makeMixed } from '../support/mixed-version';
import { installPython } from '../support/python';
import { trainerPackages } from '../support/trainers';

type Reader = { name: string; environment: string; packages: readonly string[] };

const small = ['datasets==5.2.0', 'duckdb==2.0.1', 'mlcroissant==1.1.1'];

/** The driver of a reader is `read_<name>.py`. */
const readers: readonly Reader[] = [
  { name: 'with_datasets', environment: 'formats', packages: small },
  { name: 'with_duckdb', environment: 'formats', packages: small },
  { name: 'with_croissant', environment: 'formats', packages: small },
  { name: 'with_trl', environment: 'trl', packages: ['trl==1.16.0', 'transformers==5.24.0', 'datasets==5.2.0'] },
  { name: 'with_llama_factory', environment: 'llama-factory', packages: trainerPackages['llama-factory'] },
  { name: 'with_axolotl', environment: 'axolotl', packages: trainerPackages.axolotl },
];

const Verdict = z.object({ reader: z.string(), problems: z.array(z.string()) }).loose();

const home = mkdtempSync(path.join(os.tmpdir(), 'seedleaf-readers-'));
try {
  await exportAll(home);
  const wanted = process.argv.slice(2).filter((name) => name !== 'tokens');
  const unknown = wanted.filter((name) => !readers.some((reader) => reader.name === `with_${name}`));
  if (unknown.length > 0) throw new Error(`There is no reader ${unknown.join(', ')}.`);
  for (const reader of readers) {
    if (wanted.length > 0 && !wanted.includes(reader.name.replace('with_', ''))) continue;
    const verdict = read(reader, home);
    console.log(JSON.stringify(verdict));
    if (verdict.problems.length > 0) process.exitCode = 1;
  }
} finally {
  rmSync(home, { recursive: true, force: true });
}

/** One folder for each format, and `promised.json` with the columns of each. */
async function exportAll(to: string): Promise<void> {
  const database = await throwawayDatabase();
  const db = connect(database.url);
  try {
    const version = await loadVersion(db, (await makeMixed(db, 60)).id);
    const progress = { signal: new AbortController().signal, onRows: () => undefined };
    for (const format of Object.keys(formats) as FormatName[])
      await writeExport(db, version, { format, folder: path.join(to, format), isAlone: true }, progress);
    const promised = Object.entries(formats).map(([name, { columns }]) => [name, Object.keys(columns)]);
    writeFileSync(path.join(to, 'promised.json'), JSON.stringify(Object.fromEntries(promised)));
  } finally {
    await db.$disconnect();
    await database.drop();
  }
}

/** A reader’s verdict is the last line that it prints. */
function read({ name, environment, packages }: Reader, folder: string): z.infer<typeof Verdict> {
  const reader = name.replace('with_', '');
  const installed = installPython(`readers/${environment}`, packages, 'up to 5 GB');
  if ('missing' in installed) return { reader, skipped: installed.missing, problems: [] };
  const script = path.join(import.meta.dirname, `read_${name}.py`);
  const env = {
    ...process.env,
    DO_NOT_TRACK: '1',
    HF_HUB_OFFLINE: '1',
    CUDA_VISIBLE_DEVICES: '',
    HF_HOME: path.join(folder, 'cache'),
  };
  const run = spawnSync(installed.python, [script, folder], { encoding: 'utf8', env, maxBuffer: 64 * 1024 * 1024 });
  if (run.status !== 0) return { reader, problems: [run.stderr.trim().split('\n').slice(-5).join('\n')] };
  return Verdict.parse(JSON.parse(run.stdout.trim().split('\n').at(-1) ?? ''));
}
