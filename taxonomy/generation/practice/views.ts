import { taggedPairs, UNANSWERABLE } from '../prompts/prompt';
import type { Random } from './random';
import type { PromptMaterial } from './sections';
import { sentencesOf, withoutCapital } from './words';

/** Sometimes something is invented, for the judge to notice. */
const INVENTS = 0.05;
const INVENTION = 'Sailors say that it also brings luck in stormy weather.';

const view = (instruction: string, text: string): string => taggedPairs([{ question: instruction, answer: text }]);

/** Most sentences of a passage, joined in other ways. */
export function detailedSummary({ task, document }: PromptMaterial, random: Random): string {
  const sentences = sentencesOf(document);
  if (sentences.length === 0) return UNANSWERABLE;
  const most = Math.max(1, Math.ceil(sentences.length * (0.6 + random.next() * 0.4)));
  const chosen = inOrder(sentences, most, random);
  const joints = ['', '', '', 'Also, ', 'Moreover, ', 'What is more, '] as const;
  const joined = chosen.map((sentence, place) => {
    const joint = place === 0 ? '' : random.pick(joints);
    return joint === '' ? sentence : `${joint}${withoutCapital(sentence)}`;
  });
  return view(task, [...joined, ...(random.chance(INVENTS) ? [INVENTION] : [])].join(' '));
}

/** About a third of a passage's sentences, word for word. */
export function extractiveSummary({ task, document }: PromptMaterial, random: Random): string {
  const sentences = sentencesOf(document);
  if (sentences.length === 0) return UNANSWERABLE;
  return view(task, inOrder(sentences, Math.max(2, Math.round(sentences.length / 3)), random).join('\n'));
}

/** Sentences of a passage as a list; sometimes one more than wanted, as models do. */
export function keyFacts({ task, document, numberWanted }: PromptMaterial, random: Random): string {
  const sentences = sentencesOf(document);
  if (sentences.length === 0) return UNANSWERABLE;
  const most = (numberWanted ?? 5) + (random.chance(0.05) ? 1 : 0);
  const facts = random.shuffled([...new Set(sentences)]).slice(0, most);
  if (random.chance(INVENTS)) facts.splice(-1, 1, INVENTION);
  return view(task, facts.map((fact) => `- ${fact}`).join('\n'));
}

/** Some entries of a list, drawn at random, in their order. */
const inOrder = (list: readonly string[], count: number, random: Random): string[] =>
  random
    .shuffled(list.map((_, place) => place))
    .slice(0, count)
    .sort((a, b) => a - b)
    .flatMap((place) => list[place] ?? []);
