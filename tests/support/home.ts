import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { z } from 'zod';

/** A SEEDLEAF_HOME to throw away. Postgres, which does not run as root, must be able to walk through its folder. */
export function makeHome(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'seedleaf-test-'));
  chmodSync(folder, 0o711);
  return path.join(folder, 'home');
}

/** Removes the home, and its database where that lies elsewhere. Nothing may run in it any more. */
export function removeHome(home: string): void {
  const dataDir = dataDirOf(home);
  if (dataDir) rmSync(path.dirname(dataDir), { recursive: true, force: true });
  rmSync(path.dirname(home), { recursive: true, force: true });
}

/** Where the database of a home lies when it is not in the home itself. */
export function dataDirOf(home: string): string | null {
  try {
    const record: unknown = JSON.parse(readFileSync(path.join(home, 'postgres.json'), 'utf8'));
    return z.object({ dataDir: z.string().nullable() }).parse(record).dataDir;
  } catch {
    return null; // this home never had a database
  }
}
