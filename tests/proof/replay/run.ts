/**
 * Tries the claim that replay prevents forgetting, in small: `npm run proof:replay` (about 15 minutes).
 *
 * Versions with and without replay are published in a database of their own, and a small model is trained on each with the
 * TRL bundle, from three seeds. It writes docs/proofs/replay.json, .svg and .md. It is not part of `npm test`: it installs TRL
 * and PyTorch from PyPI (5 GB). Where they cannot be installed it says so and changes nothing. PROOF_SEEDS=1 is a trial,
 * which prints its figures and writes nothing.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';
import { connect } from '@/prisma/client';
import { throwawayDatabase } from '../../bench/database';
import { installTrl, TRL_PACKAGES } from '../../bundle/install';
import { machineInWords, thisMachine } from '../shared/machine';
import { replayPage } from './page';
import { drawReplay } from './picture';
import { signed, summarize, verdict } from './summary';
import { trainSeed, type Sizes, type Trained } from './train';

const SEEDS = 3;
const SHARES = [0, 0.1, 0.25];

const installed = installTrl();
if ('missing' in installed) console.log(`SKIPPED, nothing was tried: ${installed.missing}`);
else await prove(installed.python);
process.exit();

async function prove(python: string): Promise<void> {
  const database = await throwawayDatabase();
  const db = connect(database.url);
  const home = mkdtempSync(path.join(os.tmpdir(), 'seedleaf-proof-'));
  const seeds = Number(process.env.PROOF_SEEDS ?? SEEDS);
  const began = performance.now();
  try {
    const trained: Trained[] = [];
    let sizes: Sizes | undefined;
    for (let seed = 1; seed <= seeds; seed += 1) {
      const one = await trainSeed(db, { python, home, seed, shares: SHARES }, (text) => console.log(text));
      trained.push(...one.trained);
      sizes ??= one.sizes;
    }
    const summaries = summarize(trained);
    for (const { replay, change } of summaries) console.log(`replay ${replay}: ${signed(change.learned)}`);
    console.log(verdict(summaries));
    if (seeds < SEEDS || !sizes) return;
    const ran = {
      date: new Date().toISOString().slice(0, 10),
      machine: `${machineInWords(thisMachine())}, no GPU`,
      minutes: Math.round((performance.now() - began) / 60_000),
      packages: TRL_PACKAGES.join(', '),
      seeds,
    };
    const folder = 'docs/proofs';
    writeFileSync(path.join(folder, 'replay.json'), `${JSON.stringify({ ran, sizes, summaries, trained }, null, 2)}\n`);
    writeFileSync(path.join(folder, 'replay.svg'), drawReplay(trained, summaries));
    const page = path.join(folder, 'replay.md');
    const style = await resolveConfig(page);
    writeFileSync(page, await format(replayPage(summaries, sizes, ran), { ...style, parser: 'markdown' }));
    console.log('Wrote docs/proofs/replay.md.');
  } finally {
    rmSync(home, { recursive: true, force: true });
    await db.$disconnect();
    await database.drop();
  }
}
