import type { LeafDetail } from '@/taxonomy/seeds/contract';

/** The author of the version saved in between: this person in another tab, or someone else. */
export function otherVersion(
  { savedBy, savedById, version }: Pick<LeafDetail, 'savedBy' | 'savedById' | 'version'>,
  personId: string,
) {
  if (savedById === personId) return { who: 'the other tab', words: `You saved version ${version} in another tab` };
  return { who: savedBy, words: `${savedBy} saved version ${version} while you were writing` };
}
