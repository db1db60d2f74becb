import { spawn } from 'node:child_process';
import path from 'node:path';
import { z } from 'zod';
import { environmentFor } from '@/env';
import { CommandFailure } from '../failure';
import type { Build } from './build';

/** The input of the preparation, as a JSON argument. */
export const PrepareInput = z.object({
  migrations: z.string(),
  /** The public address of Seedleaf, for the link. */
  url: z.string(),
  practiceUrl: z.string(),
  wantsLink: z.boolean(),
});
export type PrepareInput = z.infer<typeof PrepareInput>;

/** The output, as JSON on standard output. */
export const Prepared = z.object({ applied: z.array(z.string()), link: z.string().nullable() });
export type Prepared = z.infer<typeof Prepared>;

/**
 * Prepares a database for this version in a separate process (prepare-database.ts), so that the long-running supervisor
 * does not load the domain and stays small.
 */
export function prepare(
  build: Build,
  root: string,
  databaseUrl: string,
  input: Omit<PrepareInput, 'migrations'>,
): Promise<Prepared> {
  const argument: PrepareInput = { ...input, migrations: path.join(root, 'prisma', 'migrations') };
  const child = spawn(process.execPath, [build.entry('prepare-database'), JSON.stringify(argument)], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: environmentFor({ DATABASE_URL: databaseUrl }),
  });
  let answer = '';
  let complaint = '';
  child.stdout.on('data', (chunk: Buffer) => (answer += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve(Prepared.parse(JSON.parse(answer)));
      else reject(new CommandFailure(complaint.trim() || `The database could not be prepared (code ${code}).`));
    });
  });
}
