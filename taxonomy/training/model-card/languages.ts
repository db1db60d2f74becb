import type { Statistics } from '../../datasets/contract-manifest';

/** Fewer rows may be mistakes of the detector. */
const LEAST_SHARE = 0.05;

/** ISO 639-1 codes, as the Hub wants them, of the languages in which a version’s rows are; those with most rows first. */
export function languageCodes({ rows, found }: Statistics['languages']): string[] {
  const shown = found.filter((each) => each.rows >= rows * LEAST_SHARE);
  return shown.flatMap(({ name }) => codes().get(name) ?? []);
}

let known: ReadonlyMap<string, string> | null = null;

/** Codes by English names. */
function codes(): ReadonlyMap<string, string> {
  if (known) return known;
  const names = new Intl.DisplayNames(['en'], { type: 'language', fallback: 'none' });
  const letters = 'abcdefghijklmnopqrstuvwxyz'.split('');
  const pairs = letters.flatMap((first) => letters.map((second) => first + second));
  known = new Map(
    pairs.flatMap((code) => (names.of(code) === undefined ? [] : [[names.of(code) ?? '', code] as const])),
  );
  return known;
}
