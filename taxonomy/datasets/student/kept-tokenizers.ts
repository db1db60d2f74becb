import type { Db } from '@/prisma/client';
import { DomainError } from '../../errors';
import { getTheTaxonomy } from '../../tree/nodes';
import { openTokenizer, type OpenTokenizer, type TokenizerConfig, type TokenizerSource } from './open-tokenizer';
import { selectBytes, selectTokenizer, type StoredTokenizer } from './repository-tokenizers';

const PART_BYTES = 1024 * 1024;
/** Loading a large one takes seconds, and the next page of rows is asked for soon. */
const KEPT_MS = 60_000;
const MOST_KEPT = 2;

type Kept = { opened: Promise<OpenTokenizer>; users: number; timer: NodeJS.Timeout | undefined };
const kept = new Map<string, Kept>();

/** @throws DomainError `not_found` */
export async function findTokenizer(db: Db, id: string): Promise<StoredTokenizer> {
  const stored = await selectTokenizer(db, (await getTheTaxonomy(db)).id, id);
  if (!stored) throw new DomainError('not_found', 'There is no such tokenizer. Choose another one.');
  return stored;
}

/** An uploaded tokenizer, whose file is read in parts. */
export const sourceOf = (db: Db, { id, name, size, config }: StoredTokenizer): TokenizerSource => ({
  kind: 'file',
  name,
  config: config as TokenizerConfig,
  bytes: async function* () {
    for (let from = 0; from < size; from += PART_BYTES) yield selectBytes(db, id, from, PART_BYTES);
  },
});

/**
 * Lends an open tokenizer. It stays open for a minute after its last use, at most two that nobody uses.
 *
 * @param key Equal for equal sources.
 */
export async function withTokenizer<T>(
  key: string,
  source: TokenizerSource,
  use: (tokenizer: OpenTokenizer) => Promise<T>,
): Promise<T> {
  const lent = kept.get(key) ?? { opened: openTokenizer(source), users: 0, timer: undefined };
  kept.set(key, lent);
  clearTimeout(lent.timer);
  lent.users += 1;
  try {
    return await use(await lent.opened);
  } catch (error) {
    // Its process may have ended, so it is not lent again.
    if (kept.get(key) === lent) kept.delete(key);
    throw error;
  } finally {
    lent.users -= 1;
    if (lent.users === 0) keepOrClose(key, lent);
  }
}

function keepOrClose(key: string, lent: Kept): void {
  if (kept.get(key) !== lent) return close(lent);
  lent.timer = setTimeout(() => forget(key), KEPT_MS);
  lent.timer.unref();
  const idle = [...kept].filter(([, { users }]) => users === 0);
  for (const [other] of idle.slice(0, Math.max(0, idle.length - MOST_KEPT))) forget(other);
}

function forget(key: string): void {
  const lent = kept.get(key);
  if (!lent || lent.users > 0) return;
  kept.delete(key);
  clearTimeout(lent.timer);
  close(lent);
}

function close({ opened }: Kept): void {
  opened.then(
    (tokenizer) => tokenizer.close(),
    () => undefined,
  );
}
