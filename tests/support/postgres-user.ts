import { spawn, type SpawnOptions } from 'node:child_process';
import { createInterface } from 'node:readline';
import path from 'node:path';
import { z } from 'zod';

const ROOT = path.resolve(import.meta.dirname, '../..');

/** A separate process that uses a home's Postgres (hold-postgres.ts). */
export type PostgresUser = {
  url: string;
  /** Releases it. @returns whether that stopped the server. */
  release(): Promise<string>;
  /** kill -9 */
  kill(): Promise<void>;
};

export async function startPostgresUser(
  home: string,
  options: SpawnOptions & { root?: string } = {},
): Promise<PostgresUser> {
  const { root = ROOT, ...spawnOptions } = options;
  const child = spawn(process.execPath, ['--import', 'tsx', `${root}/tests/support/hold-postgres.ts`, home], {
    cwd: root,
    ...spawnOptions,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const ended = new Promise((resolve) => child.on('exit', resolve));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  let complaint = '';
  child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
  const next = async (): Promise<unknown> => {
    const { value, done } = await lines.next();
    if (done) throw new Error(complaint);
    return JSON.parse(value);
  };
  const { url } = z.object({ url: z.string() }).parse(await next());
  return {
    url,
    async release() {
      child.stdin.write('\n');
      const { outcome } = z.object({ outcome: z.string() }).parse(await next());
      await ended;
      return outcome;
    },
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
