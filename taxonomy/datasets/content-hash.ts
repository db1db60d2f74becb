import { createHash } from 'node:crypto';
import type { Db } from '@/prisma/client';
import type { Recipe } from './contract-recipe';
import { fetchHashLines, type HashLines } from './repository-hash';
import { selectLeafPaths } from './repository-leaves';
import { splits } from './vocabulary-limits';

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
 * id.
 *
 * @param blocks The lines of all rows, in their order.
 */
export async function* contentLines(
  db: Db,
  { versionId, recipe }: Hashed,
  blocks: AsyncGenerator<HashLines>,
): AsyncGenerator<string> {
  const { systemPrompt, chatTemplate } = recipe;
  const leaves = (await selectLeafPaths(db, versionId)).map(({ id, path }) => [id, path]);
  const phases = recipe.phases.map(({ key, name }) => [key, name]);
  yield `${JSON.stringify({ systemPrompt, chatTemplate, phases, leaves })}\n`;
  let block = await blocks.next();
  for (const [phase, { key }] of recipe.phases.entries())
    for (const [split, name] of splits.entries()) {
      yield `${key} ${name}\n`;
      for (; !block.done && block.value.phase === phase && block.value.split === split; block = await blocks.next())
        yield block.value.lines;
    }
}

/**
 * The content hash of a version that this transaction publishes. Versions with the same hash have the same rows in the
 * same order and the same data files.
 */
export async function contentHashOf(tx: Db, { signal, ...version }: Hashed & { signal: AbortSignal }): Promise<string> {
  const hash = createHash('sha256');
  for await (const lines of contentLines(tx, version, fetchHashLines(tx, version.versionId))) {
    signal.throwIfAborted();
    hash.update(lines);
  }
  return hash.digest('hex');
}
