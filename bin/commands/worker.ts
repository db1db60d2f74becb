import { spawn } from 'node:child_process';
import path from 'node:path';
import type { Command } from 'commander';
import { environmentFor } from '@/env';
import { CommandFailure } from '../failure';
import type { Shell } from '../shell';

const ENTRY = path.resolve(import.meta.dirname, '../worker.ts');

/** `worker` runs an additional worker, here or on another machine (with DATABASE_URL and SEEDLEAF_KEY of the first). */
export function register(program: Command, shell: Shell): void {
  program
    .command('worker')
    .description('run an additional worker until Ctrl-C; any number can share a database')
    .action(() =>
      shell.withDatabase(async ({ databaseUrl, home, signal }) => {
        shell.note('The worker is running (Ctrl-C stops it).');
        await runWorker(environmentFor({ DATABASE_URL: databaseUrl, SEEDLEAF_HOME: home }), signal);
      }),
    );
}

function runWorker(environment: NodeJS.ProcessEnv, signal: AbortSignal): Promise<void> {
  const worker = spawn(process.execPath, ['--import', 'tsx', ENTRY], {
    env: environment,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  signal.addEventListener('abort', () => worker.kill('SIGTERM'));
  return new Promise((resolve, reject) => {
    worker.on('error', reject);
    worker.on('exit', (code) => {
      if (code === 0 || signal.aborted) resolve();
      else reject(new CommandFailure(`The worker ended with code ${code}. See its output above.`));
    });
  });
}
