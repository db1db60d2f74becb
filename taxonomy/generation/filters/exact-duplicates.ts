import type { Filter, Refusal } from './filter';
import { selectKnownHashes } from './repository';

/** Of the samples of a leaf that ask exactly the same, only the first is kept. */
export const exactDuplicates: Filter = {
  name: 'exact-duplicates',
  label: 'Checked for duplicates',
  reason: 'duplicate',
  applies: () => true,
  async refuse(tx, { leafId }, rows) {
    const hashes = rows.map(({ dedupeHash }) => dedupeHash);
    const seen = hashes.length > 0 ? await selectKnownHashes(tx, leafId, hashes) : new Set<string>();
    const refused = new Map<number, Refusal>();
    for (const [place, hash] of hashes.entries()) {
      if (seen.has(hash)) refused.set(place, { detail: 'Another sample of the leaf asks exactly this.' });
      seen.add(hash);
    }
    return refused;
  },
};
