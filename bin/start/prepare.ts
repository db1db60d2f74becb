import { spawn } from 'node:child_process';
import path from 'node:path';
import { z } from 'zod';
import { environmentFor } from '@/env';
import { CommandFailure } from '../failure';
import type { Build } from './build';

/** What the preparation is told, as JSON in its one argument. */
export const Wishes = z.object({
  migrations: z.string(),
  /** Where people will reach Seedleaf, for the link. */
  url: z.string(),
  practiceUrl: z.string(),
  wantsLink: z.boolean(),
});
export type Wishes = z.infer<typeof Wishes>;

/** What it answers, as JSON on standard output. */
export const Prepared = z.object({ applied: z.array(z.string()), link: z.string().nullable() });
export type Prepared = z.infer<typeof Prepared>;

/**
 * Makes a database ready for this version, in a process of its own (prepare-database.ts): the supervisor lives as
 * long as Seedleaf does, and stays small when it has not loaded the domain.
 */
export function prepare(
  build: Build,
  root: string,
  databaseUrl: string,
  wishes: Omit<Wishes, 'migrations'>,
): Promise<Prepared> {
  const argument: Wishes = { ...wishes, migrations: path.join(root, 'prisma', 'migrations') };
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
      else reject(new CommandFailure(complaint.trim() || `The database could not be made ready (code ${code}).`));
    });
  });
}
