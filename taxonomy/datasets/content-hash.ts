import { createHash } from 'node:crypto';
import type { Db } from '@/prisma/client';
import { selectHashLines } from './repository-fill';
import { selectLeafPaths } from './repository-leaves';
import { phases } from './vocabulary';

const ROWS_AT_ONCE = 20_000;

/**
 * The input of a version's content hash, which exports include as `row-hashes.txt`. Lines, each with a line feed:
 *
 * 1. `JSON.stringify({ systemPrompt, leaves })`, where leaves are `[id, path]` sorted by id; 2. for each phase in
 * order: its name, then for each row `<sample id> <text hash> <phase that it replays, or ->`.
 *
 * A text's hash is SHA-256 of `JSON.stringify([context, question, answer])`. Everything else in a row of a data file
 * (run, kind, practice mark) follows from the sample's id. Read in blocks, so that memory does not grow with the rows.
 */
export async function* contentLines(
  db: Db,
  { versionId, systemPrompt }: { versionId: string; systemPrompt: string },
): AsyncGenerator<string> {
  const leaves = (await selectLeafPaths(db, versionId)).map(({ id, path }) => [id, path]);
  yield `${JSON.stringify({ systemPrompt, leaves })}\n`;
  for (const phase of phases) {
    yield `${phase}\n`;
    for (let from = 0; ; from += ROWS_AT_ONCE) {
      const lines = await selectHashLines(db, versionId, phase, { from, count: ROWS_AT_ONCE });
      if (lines === '') break;
      yield lines;
    }
  }
}

/** Versions with the same content hash have the same rows in the same order and the same data files. */
export async function contentHashOf(
  db: Db,
  { signal, ...version }: { versionId: string; systemPrompt: string; signal: AbortSignal },
): Promise<string> {
  const hash = createHash('sha256');
  for await (const lines of contentLines(db, version)) {
    signal.throwIfAborted();
    hash.update(lines);
  }
  return hash.digest('hex');
}
