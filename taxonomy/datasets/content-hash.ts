import { createHash } from 'node:crypto';
import type { Db } from '@/prisma/client';
import { selectHashLines } from './repository-fill';
import { selectLeafPaths } from './repository-leaves';
import { phases } from './vocabulary';

const ROWS_AT_ONCE = 20_000;

/**
 * What a version's content hash is taken of, and what an export keeps as `row-hashes.txt`. Lines, each with a line feed:
 *
 * 1. `JSON.stringify({ systemPrompt, leaves })`, where leaves are `[id, path]` in the order of their ids;
 * 2. for each phase in its order: its name, and for each row `<sample id> <text hash> <phase that it repeats, or ->`.
 *
 * A text's hash is SHA-256 of `JSON.stringify([context, question, answer])`. What else a data file says of a row (run,
 * kind, practice mark) is settled by the sample's id. Read block by block, so that memory does not grow with the rows.
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

/** Two versions with the same content hash hold the same rows in the same order and give the same data files. */
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
