import type { Random } from './random';
import { isContentWord, sentencesOf, withCapital, withoutCapital, wordsOf } from './words';

export type Pair = { question: string; answer: string };

/** Questions that sentences of a document answer, each with those sentences as its answer. */
export function pairsFrom(document: string, about: string, count: number, random: Random): Pair[] {
  const sentences = sentencesOf(document).filter((sentence) => !startsMidway(sentence));
  const chosen = random.shuffled(sentences.map((_, place) => place)).slice(0, count);
  return chosen
    .sort((a, b) => a - b)
    .flatMap((place) => {
      const sentence = sentences[place];
      if (sentence === undefined) return [];
      const following = random.chance(0.35) ? sentences[place + 1] : undefined;
      return [
        { question: questionOn(sentence, about, random), answer: following ? `${sentence} ${following}` : sentence },
      ];
    });
}

/** A sentence that depends on the one before it cannot become a question. */
const startsMidway = (sentence: string): boolean =>
  /^(He|She|It|They|This|That|These|Those|However|But|And|Also|Thus|Then|Its|Their|His|Her|There|For example|In addition|Such)\b/.test(
    sentence,
  );

/** A question that the sentence answers, made from its own words. */
function questionOn(sentence: string, about: string, random: Random): string {
  const said = /^(.{3,80}?) (is|are|was|were) (.+)$/.exec(sentence);
  const subject = said?.[1];
  const verb = said?.[2];
  if (subject && verb && !subject.includes(',') && wordsOf(subject).length <= 8) {
    const asked = keepsCapital(subject) ? subject : withoutCapital(subject);
    const verbs = [
      `What ${verb} ${asked}?`,
      `What can be said of ${asked}?`,
      `Which facts are known about ${asked}?`,
      `How would you describe ${asked}?`,
    ] as const;
    return random.pick(verbs);
  }
  const [topic = 'this subject', other] = topicsOf(sentence, random);
  const field = about
    .trim()
    .split('\n')[0]
    ?.replace(/[.!?]+$/, '');
  const inField = field && field.length < 60 ? `In the field of ${withoutCapital(field)}, ` : '';
  const both = other ? `${topic} and ${other}` : topic;
  const frames = [
    `what is known about ${both}?`,
    `what should a student remember about ${both}?`,
    other ? `how are ${topic} and ${other} connected?` : `what is there to say about ${topic}?`,
    `which facts concern ${both}?`,
  ] as const;
  return withCapital(inField + random.pick(frames));
}

const keepsCapital = (subject: string): boolean =>
  !/^(The|A|An|Some|Many|Most|All|One|In|On|At|By|For)\b/.test(subject);

/** Two topics of a sentence: names first, otherwise its longest sequences of content words. */
function topicsOf(sentence: string, random: Random): string[] {
  const names = [...sentence.matchAll(/(?<=\p{Ll},? )\p{Lu}[\p{L}-]+(?: \p{Lu}[\p{L}-]+)*/gu)].map(([name]) => name);
  const rows = sentence
    .split(/[^\p{L}'’ -]/u)
    .flatMap(rowsOfContentWords)
    .filter((row) => row.length > 5);
  const topics = [...new Set([...random.shuffled(names), ...random.shuffled(rows)])];
  const [first, ...rest] = topics;
  const second = rest.find((topic) => first !== undefined && !topic.includes(first) && !first.includes(topic));
  return [first, second].filter((topic) => topic !== undefined);
}

function rowsOfContentWords(part: string): string[] {
  const rows: string[][] = [[]];
  for (const word of part.split(' ')) {
    if (isContentWord(word) && !/^\p{Lu}/u.test(word)) rows.at(-1)?.push(word);
    else rows.push([]);
  }
  return rows.map((row) => row.slice(0, 3).join(' '));
}
