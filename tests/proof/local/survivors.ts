import { TextPool } from '@/taxonomy/generation/filters/near-duplicates/text-pool';
import { normalizeForDedupe } from '@/taxonomy/generation/text';
import { design } from './design';

export type Fate = 'kept' | 'copy' | 'duplicate' | 'near_duplicate';

/**
 * Decides which rows of an arm stay, in their order, by the filter that runs use. Each is compared with the seeds of all
 * leaves and with the rows before it, because in a pool a row may be like any of them.
 */
export function fatesOf(seeds: readonly string[], rows: readonly string[]): Fate[] {
  const pool = new TextPool<'seed' | 'row'>(design.nearDuplicate);
  const seen = new Map<string, Fate>();
  const plain = (question: string) => ({ context: null, question, variant: null });
  for (const seed of seeds) {
    seen.set(normalizeForDedupe(seed), 'copy');
    pool.add(plain(seed), 'seed');
  }
  return rows.map((row) => {
    const text = normalizeForDedupe(row);
    const known = seen.get(text);
    if (known) return known;
    seen.set(text, 'duplicate');
    if (pool.find(plain(row))) return 'near_duplicate';
    pool.add(plain(row), 'row');
    return 'kept';
  });
}
