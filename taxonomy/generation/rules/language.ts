import { quote } from '../text';
import type { Rule, RuleText } from './rule';

/** Shorter texts, and names, tables and formulas, look like many languages. */
const MIN_LETTERS = 60;
/** A Chinese or Japanese character says about as much as three letters. */
const LETTERS_PER_SIGN = 3;
/** On the detector's scale from 0 to 1: languages that are closer, such as Danish and Norwegian, count as one. */
const MARGIN = 0.15;

/**
 * A question or answer in a language in which no seed of the leaf is. Teachers fall back on English, above all in long
 * answers. A leaf whose seeds are in several languages, or too short to tell, has no language to keep to.
 */
export const language: Rule = {
  name: 'language',
  find: (text, seeds) => (seeds ? findForeign(text, seeds) : null),
};

async function findForeign(text: RuleText, seeds: readonly RuleText[]): Promise<string | null> {
  const detect = await loadDetector();
  const expected = expectedOf(seeds, detect);
  for (const part of ['question', 'answer'] as const) {
    const wanted = expected[part];
    const found = wanted === null ? null : detectedIn(text[part], detect);
    if (!wanted || !found || found.name === wanted || found.leadOver(wanted) < MARGIN) continue;
    return `The ${part} is in ${nameOf(found.name)}, the seeds are in ${nameOf(wanted)}: ${quote(text[part])}`;
  }
  return null;
}

/** The language of a text by its English name; null when it is too short or cannot be told. */
export async function tellLanguage(text: string): Promise<string | null> {
  const found = detectedIn(text, await loadDetector());
  return found && nameOf(found.name);
}

type Detect = (text: string) => {
  language: string;
  isReliable: () => boolean;
  getScores: () => Record<string, number>;
};

let detector: Promise<Detect> | null = null;

/** Its tables take 50 MB, so they are loaded by the first process that needs them. */
function loadDetector(): Promise<Detect> {
  detector ??= import('eld/extrasmall').then(
    ({ eld }) =>
      (text) =>
        eld.detect(text),
  );
  return detector;
}

type Expected = Record<'question' | 'answer', string | null>;
const known = new WeakMap<readonly RuleText[], Expected>();

function expectedOf(seeds: readonly RuleText[], detect: Detect): Expected {
  const found = known.get(seeds);
  if (found) return found;
  const made = { question: languageOf(seeds, 'question', detect), answer: languageOf(seeds, 'answer', detect) };
  known.set(seeds, made);
  return made;
}

/** The language of all seeds together, unless one of them is clearly in another. */
function languageOf(seeds: readonly RuleText[], part: keyof Expected, detect: Detect): string | null {
  const together = detectedIn(seeds.map((seed) => seed[part]).join('\n'), detect);
  const each = seeds.map((seed) => detectedIn(seed[part], detect));
  const isMixed = each.some((one) => one !== null && one.name !== together?.name);
  return together && !isMixed ? together.name : null;
}

function detectedIn(text: string, detect: Detect) {
  const prose = proseOf(text);
  if (countLetters(prose) < MIN_LETTERS) return null;
  const result = detect(prose);
  if (!result.isReliable()) return null;
  const scores = result.getScores();
  const leadOver = (other: string): number => (scores[result.language] ?? 0) - (scores[other] ?? 0);
  return { name: result.language, leadOver };
}

/** Without code, addresses and formulas. */
const proseOf = (text: string): string =>
  text.replace(/^(```|~~~)[\s\S]*?(^\1|$(?![\s\S]))/gm, ' ').replace(/`[^`\n]*`|\$[^$\n]*\$|https?:\/\/\S+/g, ' ');

const sign = /[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Hangul}]/gu;

const countLetters = (text: string): number =>
  (text.match(/\p{L}/gu)?.length ?? 0) + (LETTERS_PER_SIGN - 1) * (text.match(sign)?.length ?? 0);

const names = new Intl.DisplayNames('en', { type: 'language' });
const nameOf = (code: string): string => names.of(code) ?? code;
