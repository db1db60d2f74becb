import { closingLine, openingLine, storyLine } from './occasions';
import type { Random } from './random';
import {
  isContentWord,
  isEnglish,
  names,
  sentencesOf,
  subjects,
  subjectsOf,
  withCapital,
  withoutCapital,
  wordPattern,
  wordsOf,
} from './words';

const nounBefore = new Set([
  'a',
  'an',
  'the',
  'of',
  'about',
  'for',
  'with',
  'in',
  'on',
  'from',
  'his',
  'her',
  'their',
  'my',
  'your',
  'some',
  'every',
  'each',
  'word',
]);

const WORDS_PER_LINE = 10;

/** A long text needs a long story, or it is nearly the same as the next one. */
const storyFor = (text: string, random: Random): string =>
  Array.from({ length: Math.round(wordsOf(text).length / WORDS_PER_LINE) + 1 }, () => storyLine(random)).join(' ');

/**
 * A question like `base` about something else: a noun that is not in the task, the names and the numbers are replaced,
 * and it is asked on another occasion. Without the occasion, most would be near-duplicates.
 */
export function varyQuestion(base: string, task: string, random: Random): string {
  const exchanged = exchangeSubjects(base.trim(), task, random, 1 + random.below(3));
  if (!isEnglish(base)) return exchanged; // an English occasion would change its language
  const opening = openingLine(random);
  const body = opening.endsWith(': ') ? withoutCapital(exchanged) : exchanged;
  return `${storyFor(base, random)} ${opening}${body}${random.chance(0.7) ? closingLine(random) : ''}`;
}

/** A text with the structure of `base`, other subjects, names and numbers, and about half of its sentences. */
export function varyText(base: string, task: string, random: Random): string {
  if (!isEnglish(base)) return exchangeSubjects(base.trim(), task, random, 20);
  const isLaidOut = base.includes('|') || base.includes('\t') || base.split('\n').length > base.length / 60;
  if (isLaidOut) return `${storyFor(base, random)}\n\n${exchangeSubjects(base.trim(), task, random, 20)}`;
  const exchanged = exchangeSubjects(base.trim(), task, random, 3 + random.below(4));
  const paragraphs = exchanged.split(/\n{2,}/).map((paragraph) => {
    const sentences = paragraph.replace(/\s+/g, ' ').split(/(?<=[.!?]) (?=\p{Lu})/u);
    const [first, ...kept] = random.shuffled(sentences).slice(0, Math.ceil(sentences.length / 2));
    return [first, ...random.shuffled([...kept, storyFor([first, ...kept].join(' '), random)])].join(' ');
  });
  return paragraphs.join('\n\n');
}

/** Good enough to match “synonyms” with “synonym”: the topic of the task must not be replaced. */
const stemOf = (word: string): string => word.toLowerCase().replace(/(es|s)$/, '');

function exchangeSubjects(text: string, task: string, random: Random, count: number): string {
  const kept = new Set(wordsOf(task).map(stemOf));
  const exchange = new Map<string, string>();
  for (const noun of random
    .shuffled(nounsOf(text))
    .filter((word) => !kept.has(stemOf(word)))
    .slice(0, count)) {
    const subject = random.pick(subjects);
    exchange.set(noun, /[^s]s$/.test(noun) ? `${subject}s` : subject);
  }
  for (const name of namesOf(text)) if (!kept.has(stemOf(name))) exchange.set(name, random.pick(names));
  const worded = text.replace(wordPattern, (word) => exchange.get(word) ?? word);
  return withArticles(withOtherNumbers(worded, random));
}

/** Words in the position of a noun: after an article or preposition, before a small word or the end of a phrase. */
function nounsOf(text: string): string[] {
  const found: string[] = [];
  for (const match of text.matchAll(/(\p{L}+) (\p{Ll}[\p{Ll}-]{2,})(?= (\p{L}+)|[.,;:?!)]|$)/gu)) {
    const [, before = '', word = '', after] = match;
    const endsPhrase = after === undefined || !isContentWord(after);
    if (nounBefore.has(before.toLowerCase()) && isContentWord(word) && endsPhrase && !/(ing|ly|ed)$/.test(word))
      found.push(word);
  }
  return [...new Set(found)];
}

const daysAndMonths = new Set(
  (
    'Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April June July August ' +
    'September October November December'
  ).split(' '),
);

/** Capitalised words inside a sentence that may be names; at its start, any word is capitalised. */
const namesOf = (text: string): string[] =>
  [...new Set([...text.matchAll(/(?<=[\p{Ll},] )\p{Lu}\p{Ll}{2,}\b/gu)].map(([word]) => word))].filter(
    (word) => !daysAndMonths.has(word),
  );

/** Small numbers get another value of the same size; years and long numbers stay, because much depends on them. */
const withOtherNumbers = (text: string, random: Random): string =>
  text.replace(/(?<![\d.,:/-])\d{1,2}(?![\d.,:/-])/g, (digits) => {
    const value = Number(digits);
    return String(value < 10 ? 2 + random.below(8) : 10 + random.below(90));
  });

const withArticles = (text: string): string =>
  text.replace(/\b(a|an) (?=(\p{L}))/giu, (whole, article: string, letter: string) => {
    const right = /[aeiou]/i.test(letter) ? 'an' : 'a';
    if (article.toLowerCase() === right || !subjects.some((subject) => text.includes(`${whole}${subject}`)))
      return whole;
    return `${article.startsWith('A') ? withCapital(right) : right} `;
  });

const leadIns = ['', '', '', 'In short: ', 'Here is one way to put it: ', 'To answer this well: '] as const;
const asides = [
  '',
  '',
  '',
  ' That is the main point.',
  ' I hope this helps.',
  ' Everything else follows from that.',
] as const;

/** An answer to `question` modelled on an example: where the two questions differ in a word, so do the answers. */
export function transferAnswer(
  example: { question: string; answer: string },
  question: string,
  random: Random,
): string {
  const [before, now] = [subjectsOf(example.question), subjectsOf(question)];
  const known = new Set<string>([
    ...subjects,
    ...subjects.map((subject) => `${subject}s`),
    ...names.map((name) => name.toLowerCase()),
  ]);
  const gone = before.filter((word) => !now.includes(word));
  const come = now.filter((word) => !before.includes(word) && known.has(word));
  const exchange = new Map(gone.map((word, i) => [word, come[i]] as const));
  const exchanged = example.answer.trim().replace(wordPattern, (word) => {
    const other = exchange.get(word.toLowerCase());
    if (other === undefined) return word;
    return /^\p{Lu}/u.test(word) ? withCapital(other) : other;
  });
  const answer = withArticles(exchanged);
  const leadIn = random.pick(leadIns);
  const isShort = answer.length < 20;
  return isShort
    ? answer
    : `${leadIn}${leadIn ? withoutCapital(answer) : answer}${/[.!?]$/.test(answer) && !answer.includes('\n') ? random.pick(asides) : ''}`;
}

/** One to three sentences of a text, starting with those that share most words with the question. */
export function answerFrom(text: string, question: string, random: Random): string {
  const wanted = new Set(subjectsOf(question));
  const ranked = sentencesOf(text)
    .map((sentence, place) => ({
      sentence,
      place,
      hits: subjectsOf(sentence).filter((word) => wanted.has(word)).length + random.next(),
    }))
    .sort((a, b) => b.hits - a.hits)
    .slice(0, 1 + random.below(3))
    .sort((a, b) => a.place - b.place);
  if (ranked.length === 0) return text.trim().split('\n').slice(0, 3).join('\n');
  return ranked.map(({ sentence }) => sentence).join(' ');
}
