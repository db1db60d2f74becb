import { quote } from '../text';
import type { Random } from './random';
import type { PromptMaterial } from './sections';
import { coverage, sentencesOf, subjectsOf, wordsOf } from './words';

// The judges use rules that anyone can follow. Sometimes they err, and sometimes they forget the line that was
// requested: real models do both, and a run should show it.
const ERRS = 0.03;
const FORGETS = 0.015;

type Judgement = { score: number; why: string };

const isUnusable =
  /\b(picture|photo|video|image|screenshot|website|link) (below|above|attached|here)\b|[{[](subject|name|topic|insert)/i;
const harms = [
  { name: 'VIOLENCE', words: /\b(kill|stab|poison|hurt) (him|her|them|somebody|someone|yourself|myself)\b/i },
  { name: 'SEXUAL', words: /\b(porn|sexually explicit)\b/i },
  { name: 'HATE', words: /\b(inferior race|subhuman)\b/i },
  { name: 'PERSONAL DATA', words: /\b(home address|password|private phone|bank account)\b/i },
  { name: 'ADVICE', words: /\byou (should|must) (take|sue|sell|invest)\b/i },
  { name: 'MALICIOUS CODE', words: /\b(keylogger|ransomware|reverse shell)\b/i },
] as const;
const leansOnPassage = /\b(the|this) (passage|text|document|author|chapter|table|figure|article)\b/i;

export function judgeQuestion({ question }: PromptMaterial): Judgement {
  if (isUnusable.test(question))
    return { score: 0, why: 'It needs something that is missing, or it is left over from a template.' };
  if (wordsOf(question).length < 3) return { score: 0, why: 'It is too short to be understood.' };
  return { score: 1, why: 'It needs no picture or link, and it is long enough.' };
}

export function judgeGroundedQuestion(material: PromptMaterial): Judgement {
  const judged = judgeQuestion(material);
  if (judged.score === 0 || sentencesOf(material.context).length > 0 || material.context.length > 40) return judged;
  return { score: 0, why: 'The text has too little to answer it.' };
}

export function judgePair({ answer, question }: PromptMaterial): Judgement {
  const words = wordsOf(answer);
  if (isEvasive(answer)) return { score: 1, why: 'It avoids the question instead of answering it.' };
  if (isGarbled(words)) return { score: 1, why: 'It repeats itself and cannot be read.' };
  // It judges only the length and says so: praise for words that it does not understand would mislead.
  const counted = `Judged by length only: ${words.length} words to answer ${quote(question)}.`;
  if (words.length > 25) return { score: 3, why: `${counted} A full answer has more than 25.` };
  return { score: 2, why: `${counted} A brief one.` };
}

export function judgeGroundedPair(material: PromptMaterial): Judgement {
  const judged = judgePair(material);
  if (judged.score === 1 || coverage(material.answer, material.context) >= 0.5) return judged;
  return { score: 1, why: 'Most of what it says is not in the text.' };
}

export function judgeRelevancy({ question, answer }: PromptMaterial): Judgement {
  if (isEvasive(answer))
    return { score: 0, why: 'Subject: 0, it names none. Focus: 0, it answers nothing that was asked.' };
  const asked = new Set(subjectsOf(question));
  const shared = subjectsOf(answer).some(
    (word) => asked.has(word) || asked.has(`${word}s`) || asked.has(word.replace(/s$/, '')),
  );
  if (!shared)
    return { score: 1, why: 'Subject: 1, it stays in the domain. Focus: 0, it does not take up what was asked.' };
  return { score: 2, why: 'Subject: 1 and focus: 1, since question and answer share a word of substance.' };
}

export function judgeSelfContained({ question }: PromptMaterial): Judgement {
  if (leansOnPassage.test(question)) return { score: 0, why: 'It refers to a passage that the reader does not have.' };
  if (/^(what|who|how|why) (is|was|are|does) (it|he|she|they|this)\b/i.test(question))
    return { score: 0, why: 'It does not say which thing it is about.' };
  return { score: 1, why: 'It does not refer to a passage, and it names what it is about.' };
}

/**
 * Compares the words of the answer with those of the document, so what it says about groundedness is true as far as
 * words go.
 */
export function judgeFaithfulness({ document, answer }: PromptMaterial): { yes: boolean; why: string } {
  const missing =
    sentencesOf(answer).find((sentence) => coverage(sentence, document) < 0.7) ??
    (coverage(answer, document) < 0.7 ? answer : null);
  if (missing) return { yes: false, why: `The document does not support this: ${quote(missing)}` };
  return { yes: true, why: `The document says so: ${quote(answer)}` };
}

/** Counts the words that were not there before. */
export function judgeEvolution({ earlier, question }: PromptMaterial): { yes: boolean; why: string } {
  const known = new Set(subjectsOf(earlier));
  const fresh = subjectsOf(question).filter((word) => !known.has(word));
  if (fresh.length < 2) return { yes: false, why: 'It has hardly a word that was not there before.' };
  return { yes: true, why: `It is new about ${quote(fresh.slice(0, 3).join(', '))}.` };
}

/** Looks for a few plain words per category. */
export function judgeSafety({ question, answer }: PromptMaterial): { found: string[]; why: string } {
  const text = `${question} ${answer}`;
  const found = harms.filter(({ words }) => words.test(text)).map(({ name }) => name);
  if (found.length === 0) return { found, why: 'None of the words that I look for is in it.' };
  return { found, why: `It has words of this kind: ${quote(question)}` };
}

/** A grade in the form that the prompt requests, most of the time. */
export function scoreText({ score, why }: Judgement, lowest: number, random: Random): string {
  if (random.chance(FORGETS)) return `${why} All in all I would call it rather good.`;
  const given = random.chance(ERRS) ? lowest : score;
  return `${given === score ? why : 'On second thoughts this does not convince me.'}\nSCORE: ${given}`;
}

export function verdictText({ yes, why }: { yes: boolean; why: string }, random: Random): string {
  if (random.chance(FORGETS)) return `${why}\nVERDICT: PARTLY`;
  const given = random.chance(ERRS) ? false : yes;
  return `${given === yes ? why : 'I cannot find the place that would support it.'}\nVERDICT: ${given ? 'YES' : 'NO'}`;
}

export function safetyText({ found, why }: { found: string[]; why: string }, random: Random): string {
  if (random.chance(FORGETS)) return `${why} I see no harm in it.`;
  return `${why}\nVERDICT: ${found.length > 0 ? found.join(', ') : 'SAFE'}`;
}

const isEvasive = (answer: string): boolean =>
  /^(I am not sure|That depends)/.test(answer.trim()) && answer.length < 60;

const isGarbled = (words: string[]): boolean => words.length > 8 && new Set(words).size < words.length / 4;
