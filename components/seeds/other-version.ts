import type { LeafDetail } from '@/taxonomy/seeds/contract';

/** Who made the version that came in between: this very person, in another tab, or somebody else. */
export function otherVersion(
  { savedBy, savedById, version }: Pick<LeafDetail, 'savedBy' | 'savedById' | 'version'>,
  personId: string,
) {
  if (savedById === personId) return { who: 'the other tab', words: `You saved version ${version} in another tab` };
  return { who: savedBy, words: `${savedBy} saved version ${version} while you were writing` };
}
