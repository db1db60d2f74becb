/** Small words that say nothing about a subject. */
const functionWords = new Set(
  (
    'a about above after again all also although always am an and any are around as at be because been before being below between both but by ' +
    'can cannot could did do does doing down during each either else ever every few first for from further get gets give given go goes had has have having he her here hers him ' +
    'his how however i if in into is it its itself just last least less let like made make makes many may me might more most much must my need never next no nor not now ' +
    'of off often on once one only or other our out over own per please rather same say says see she should since so some such take tell than that the their them then there ' +
    'these they thing things this those three through to too two under until up upon us use used using very want was way we well were what when where whether which while who ' +
    'whom whose why will with within without would write yes yet you your'
  ).split(' '),
);

export const wordPattern = /\p{L}[\p{L}\p{M}'’-]*/gu;

export const wordsOf = (text: string): string[] => text.match(wordPattern) ?? [];

export const isContentWord = (word: string): boolean => word.length > 2 && !functionWords.has(word.toLowerCase());

/** English has many small words; other languages share few of them. */
export function isEnglish(text: string): boolean {
  const words = wordsOf(text);
  return words.filter((word) => functionWords.has(word.toLowerCase())).length >= 0.2 * words.length;
}

/** Lower-cased content words, each once, in order. */
export const subjectsOf = (text: string): string[] => [
  ...new Set(
    wordsOf(text)
      .filter(isContentWord)
      .map((word) => word.toLowerCase()),
  ),
];

/**
 * Sentences of a text that can stand alone: headings, tables, pictures, lists of links and fragments are left out, and
 * markdown marks are removed.
 */
export function sentencesOf(text: string): string[] {
  const prose = text
    .split('\n')
    .map((line) => line.trim())
    .map((line) =>
      /^(#|\||!\[|```|<|---|\* \* \*)/.test(line) || line === '' ? '\n' : line.replace(/^([*-]|\d+[.)]) +/, '\n'),
    )
    .join(' ')
    .replace(/!?\[([^\]\n]{0,300})\]\([^)\n]{0,500}\)/g, '$1')
    .replace(/[*_`]{1,3}/g, '');
  return prose
    .split('\n')
    .flatMap((paragraph) =>
      paragraph
        .replace(/\s+/g, ' ')
        .trim()
        .split(/(?<=[.!?]["”’)]?) +(?=["“‘(]?[\p{Lu}\d])/u),
    )
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence.length >= 25 && sentence.length <= 500 && /[.!?]["”’)]?$/.test(sentence));
}

/** The share of `text`'s content words that are also in `source`, from 0 to 1. */
export function coverage(text: string, source: string): number {
  const wanted = subjectsOf(text);
  if (wanted.length === 0) return 1;
  const given = new Set(wordsOf(source).map((word) => word.toLowerCase()));
  return wanted.filter((word) => given.has(word)).length / wanted.length;
}

export const withoutCapital = (text: string): string =>
  /^\p{Lu}(\p{Ll}|\s)/u.test(text) && !/^I\b/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;

export const withCapital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

// Subjects for when the practice teacher needs something new.
export const subjects = [
  'harbour',
  'orchard',
  'lantern',
  'bakery',
  'library',
  'glacier',
  'violin',
  'market',
  'bridge',
  'garden',
  'kettle',
  'tortoise',
  'lighthouse',
  'museum',
  'bicycle',
  'telescope',
  'blanket',
  'river',
  'compass',
  'theatre',
  'beehive',
  'carpenter',
  'sailor',
  'teapot',
  'meadow',
  'engine',
  'notebook',
  'pharmacy',
  'railway',
  'sparrow',
  'tailor',
  'umbrella',
  'vineyard',
  'workshop',
  'gardener',
  'classroom',
  'festival',
  'kitchen',
  'mountain',
  'pianist',
  'recipe',
  'sculptor',
  'village',
  'weather',
  'balloon',
  'captain',
  'desert',
  'elephant',
] as const;

export const names = [
  'Amara',
  'Bruno',
  'Chiara',
  'Dmitri',
  'Elif',
  'Farah',
  'Goran',
  'Hana',
  'Ines',
  'Jonas',
  'Kofi',
  'Leila',
  'Mateo',
  'Nadia',
  'Oskar',
  'Priya',
  'Quentin',
  'Rosa',
  'Samir',
  'Tomoko',
  'Ulrike',
  'Viktor',
  'Wanda',
  'Yusuf',
] as const;
