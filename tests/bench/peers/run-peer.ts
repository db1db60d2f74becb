import { spawn } from 'node:child_process';
import { mkdtempSync, openSync, closeSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { practiceModel } from '@/taxonomy/generation/vocabulary';
import { installPeer } from './install';
import { cpuFromFirstCall, SLOTS, startTeacher, type Measured } from './measured';
import { makeWork } from './work';

const LIMIT_MS = 600_000;

const Result = z.object({ kept: z.int() });

/** Nothing is sent to anybody, and nothing is looked for on a hub. */
const quiet = {
  HF_HUB_OFFLINE: '1',
  HF_DATASETS_OFFLINE: '1',
  DO_NOT_TRACK: '1',
  TQDM_DISABLE: '1',
  PYTHONDONTWRITEBYTECODE: '1',
  PYTHONUNBUFFERED: '1',
};

/**
 * Runs the driver of a peer (`<peer>.py` beside this file) to its end.
 *
 * @throws Error with the reason when it cannot be installed, fails, or takes too long.
 */
export async function runPeer(peer: string, name: string): Promise<Measured> {
  const python = await installPeer(peer);
  const folder = mkdtempSync(path.join(os.tmpdir(), `seedleaf-${peer}-`));
  const teacher = await startTeacher();
  try {
    const work = { url: teacher.url, model: practiceModel, slots: SLOTS };
    writeFileSync(path.join(folder, 'work.json'), JSON.stringify(makeWork(work)));
    const driver = start(python, path.join(import.meta.dirname, `run_${peer.replaceAll('-', '_')}.py`), folder);
    const { cpuMs } = await cpuFromFirstCall(teacher, [driver.pid], driver.ended);
    const { kept } = Result.parse(JSON.parse(readFileSync(path.join(folder, 'result.json'), 'utf8')));
    return { name, stats: await teacher.stats(), cpuMs, kept };
  } finally {
    await teacher.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The driver works in the folder, and what it prints goes to a file there. */
function start(python: string, script: string, folder: string): { pid: number; ended: Promise<void> } {
  const log = path.join(folder, 'log.txt');
  const output = openSync(log, 'a');
  // A group of its own, so that all its processes can be ended at once.
  const child = spawn(python, [script], {
    cwd: folder,
    detached: true,
    stdio: ['ignore', output, output],
    env: { ...process.env, ...quiet, HOME: folder },
  });
  closeSync(output);
  const { pid } = child;
  if (pid === undefined) throw new Error(`${python} could not be started.`);
  const ended = new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => {
      process.kill(-pid, 'SIGKILL');
      reject(new Error(`It did not end within ${LIMIT_MS / 1000} s.`));
    }, LIMIT_MS);
    child.once('error', reject);
    child.once('exit', (code) => {
      clearTimeout(timer);
      if (code === 0) resolve();
      else reject(new Error(`Exit code ${code}: ${lastLineOf(log)}`));
    });
  });
  return { pid, ended };
}

const lastLineOf = (file: string): string => readFileSync(file, 'utf8').trim().split('\n').at(-1)?.slice(0, 300) ?? '';
