import { createHash } from 'node:crypto';
import type { Db } from '@/prisma/client';
import type { Recipe } from './contract-recipe';
import { selectHashLines } from './repository-hash';
import { selectLeafPaths } from './repository-leaves';
import { splits } from './vocabulary-limits';

const ROWS_AT_ONCE = 20_000;

type Hashed = { versionId: string; recipe: Pick<Recipe, 'systemPrompt' | 'chatTemplate' | 'phases'> };

/**
 * The input of a version's content hash, which exports include as `row-hashes.txt`. Lines, each with a line feed:
 *
 * 1. `JSON.stringify({ systemPrompt, chatTemplate, phases, leaves })`, where phases are `[key, name]` in order and leaves
 * `[id, path]` sorted by id; 2. for each phase and each of its splits: `<key> <split>`, then for each row
 * `<sample id> <text hash> <place of its replay rule, or -> <all or answers: what is learned>`. A row with other passages
 * than its own ends with the ids of the samples that they are from.
 *
 * A text's hash is SHA-256 of `JSON.stringify([context, question, answer])`. An imported row is `<set>/<ordinal>`, and its
 * hash that of its messages. Everything else in a row of a data file (run, kind, practice mark) follows from the sample's
 * id. Read in blocks, so that memory does not grow with the rows.
 */
export async function* contentLines(db: Db, { versionId, recipe }: Hashed): AsyncGenerator<string> {
  const { systemPrompt, chatTemplate } = recipe;
  const leaves = (await selectLeafPaths(db, versionId)).map(({ id, path }) => [id, path]);
  const phases = recipe.phases.map(({ key, name }) => [key, name]);
  yield `${JSON.stringify({ systemPrompt, chatTemplate, phases, leaves })}\n`;
  for (const [phase, { key }] of recipe.phases.entries())
    for (const [split, name] of splits.entries()) {
      yield `${key} ${name}\n`;
      for (let from = 0; ; from += ROWS_AT_ONCE) {
        const lines = await selectHashLines(db, { versionId, phase, split }, { from, count: ROWS_AT_ONCE });
        if (lines === '') break;
        yield lines;
      }
    }
}

/** Versions with the same content hash have the same rows in the same order and the same data files. */
export async function contentHashOf(db: Db, { signal, ...version }: Hashed & { signal: AbortSignal }): Promise<string> {
  const hash = createHash('sha256');
  for await (const lines of contentLines(db, version)) {
    signal.throwIfAborted();
    hash.update(lines);
  }
  return hash.digest('hex');
}
