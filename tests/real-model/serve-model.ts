import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '@/bin/home/ports';
import { installRealModel } from './install';

const READY_MS = 120_000;

/**
 * Starts the model's server on a free port and waits until it responds.
 *
 * @param onStart Receives the server's process at once, so that it can be ended whatever happens.
 * @returns The port.
 */
export async function serveModel(threads: number, onStart: (server: ChildProcess) => void): Promise<number> {
  const { library, modelFile } = await installRealModel();
  const port = await freePort('127.0.0.1');
  const server = path.join(import.meta.dirname, 'serve.ts');
  const args = ['--import', 'tsx', server, library, modelFile, String(port), String(threads)];
  onStart(spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] }));
  const end = Date.now() + READY_MS;
  while (Date.now() < end) {
    const isUp = await fetch(`http://127.0.0.1:${port}/v1/models`).then(
      (answer) => answer.ok,
      () => false,
    );
    if (isUp) return port;
    await sleep(500);
  }
  throw new Error('The model server did not answer within two minutes.');
}
