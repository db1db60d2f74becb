import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import type { PracticeStats } from '@/taxonomy/generation/practice/stats';
import { kill } from '../support/generation-factories';

/** The width of the latency's tail. */
const SIGMA = 0.8;

export type PracticeProcess = { url: string; stats: () => Promise<PracticeStats>; stop: () => Promise<void> };

/** The practice teacher over HTTP in a process of its own, with lognormal latency. */
export async function spawnPractice(options: {
  latencyMs: number;
  slots: number;
  faults: string;
}): Promise<PracticeProcess> {
  const { latencyMs, slots, faults } = options;
  const numbers = ['--latency-ms', String(latencyMs), '--sigma', String(SIGMA), '--slots', String(slots)];
  const flags = [...numbers, '--seed', '7', ...(faults ? ['--faults', faults] : [])];
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
