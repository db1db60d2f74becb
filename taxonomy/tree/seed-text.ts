/** All texts of seeds, without their ids. Takes stored JSON of any kind of leaf. */
export function textsIn(seeds: unknown): string[] {
  if (typeof seeds === 'string') return [seeds];
  if (typeof seeds !== 'object' || seeds === null) return [];
  return Object.entries(seeds).flatMap(([name, inner]) => (name === 'id' ? [] : textsIn(inner)));
}

/** How names, seeds and search words are compared. */
export const searchable = (text: string): string => text.toLowerCase().normalize('NFC');
