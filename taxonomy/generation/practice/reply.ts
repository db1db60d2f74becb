import { broadenQuestion } from '../prompts/broaden-question';
import { correctSpelling } from '../prompts/correct-spelling';
import { deepenQuestion } from '../prompts/deepen-question';
import { judgeEvolution } from '../prompts/judge-evolution';
import { judgeFaithfulness } from '../prompts/judge-faithfulness';
import { judgeGroundedPair } from '../prompts/judge-grounded-pair';
import { judgeGroundedQuestion } from '../prompts/judge-grounded-question';
import { judgePair } from '../prompts/judge-pair';
import { judgeQuestion } from '../prompts/judge-question';
import { judgeRelevancy } from '../prompts/judge-relevancy';
import { judgeSafety } from '../prompts/judge-safety';
import { judgeSelfContained } from '../prompts/judge-self-contained';
import { writeAnswer } from '../prompts/write-answer';
import { END, tagged as taggedTexts, taggedPairs, UNANSWERABLE, type Tag } from '../prompts/prompt';
import { writeContext } from '../prompts/write-context';
import { writeCreativeAnswer } from '../prompts/write-creative-answer';
import { writeCreativeGroundedAnswer } from '../prompts/write-creative-grounded-answer';
import { writeDetailedSummary } from '../prompts/write-detailed-summary';
import { writeExtractiveSummary } from '../prompts/write-extractive-summary';
import { writeFacts } from '../prompts/write-facts';
import { writeGroundedAnswer } from '../prompts/write-grounded-answer';
import { writeGroundedPairs } from '../prompts/write-grounded-pairs';
import { writeGroundedQuestions } from '../prompts/write-grounded-questions';
import { writePairs } from '../prompts/write-pairs';
import { writeQuestions } from '../prompts/write-questions';
import { writeQuestionsAndAnswers } from '../prompts/write-questions-and-answers';
import { writeTasks } from '../prompts/write-tasks';
import { pairsFrom } from './ask-about';
import { broadenedQuestion, deepenedQuestion } from './evolve';
import * as judge from './judge';
import { storyLine } from './occasions';
import type { PlainMessage } from './protocol';
import type { Random } from './random';
import { answerFrom, transferAnswer, varyQuestion, varyText } from './recombine';
import { materialOf, taskOf, type PromptMaterial } from './sections';
import * as views from './views';
import { names, subjectsOf, withoutCapital } from './words';

type Reply = (material: PromptMaterial, random: Random) => string;

// One entry per prompt. The shares of poor rows are high enough that a run of a hundred shows every drop reason.
const replies: Record<string, Reply> = {
  [writeQuestions.name]: (material, random) => tagged('QUESTION', questionsLike(material, 30, random), random),
  [writeAnswer.name]: answerToQuestion,
  [writeCreativeAnswer.name]: creativeAnswer,
  [writeCreativeGroundedAnswer.name]: creativeAnswer,
  [writeContext.name]: ({ task, examples }, random) =>
    tagged('CONTEXT', [varyText(examples[0]?.context ?? task, task, random)], random),
  [writeGroundedQuestions.name]: (material, random) => tagged('QUESTION', questionsOnContext(material, random), random),
  [writeGroundedAnswer.name]: answerFromContext,
  [correctSpelling.name]: ({ task, document }) => taggedPairs([{ question: task, answer: corrected(document) }]),
  [writeDetailedSummary.name]: views.detailedSummary,
  [writeExtractiveSummary.name]: views.extractiveSummary,
  [writeFacts.name]: views.keyFacts,
  [writeQuestionsAndAnswers.name]: questionsAndAnswers,
  [writePairs.name]: pairsLike,
  [writeGroundedPairs.name]: pairsOnContext,
  [writeTasks.name]: (material, random) => tagged('QUESTION', questionsLike(material, 8, random), random),
  [deepenQuestion.name]: deepenedQuestion,
  [broadenQuestion.name]: broadenedQuestion,
  [judgeEvolution.name]: (material, random) => judge.verdictText(judge.judgeEvolution(material), random),
  [judgeQuestion.name]: (material, random) => judge.scoreText(judge.judgeQuestion(material), 0, random),
  [judgeGroundedQuestion.name]: (material, random) => judge.scoreText(judge.judgeGroundedQuestion(material), 0, random),
  [judgePair.name]: (material, random) => judge.scoreText(judge.judgePair(material), 1, random),
  [judgeGroundedPair.name]: (material, random) => judge.scoreText(judge.judgeGroundedPair(material), 1, random),
  [judgeFaithfulness.name]: (material, random) => judge.verdictText(judge.judgeFaithfulness(material), random),
  [judgeRelevancy.name]: (material, random) => judge.scoreText(judge.judgeRelevancy(material), 1, random),
  [judgeSafety.name]: (material, random) => judge.safetyText(judge.judgeSafety(material), random),
  [judgeSelfContained.name]: (material, random) => judge.scoreText(judge.judgeSelfContained(material), 0, random),
};

/** The prompts that it answers in their own form. */
export const knownTasks = Object.keys(replies);

/**
 * The practice teacher's answer: recombined material for one of Seedleaf's prompts, a friendly sentence for anything
 * else. The same messages and random numbers give the same words.
 */
export function replyTo(messages: readonly PlainMessage[], random: Random): string {
  const task = taskOf(messages);
  const reply = task !== null && Object.hasOwn(replies, task) ? replies[task] : undefined;
  return reply ? reply(materialOf(messages), random) : smallTalk(messages, random);
}

const NO_CLOSING_TAG = 0.01;

/** Each text between its tags; sometimes with a remark before them, or without the last [END], as models do. */
function tagged(tag: Tag, texts: string[], random: Random): string {
  const remark = random.chance(0.05) ? 'Here is what you asked for:\n\n' : '';
  return remark + maybeOpen(texts.map((text) => taggedTexts(tag, [text])).join('\n\n'), random);
}

const maybeOpen = (text: string, random: Random): string =>
  random.chance(NO_CLOSING_TAG) ? text.slice(0, -END.length) : text;

function questionsLike({ task, examples, numberWanted }: PromptMaterial, most: number, random: Random): string[] {
  const count = Math.min(numberWanted ?? most, 100);
  const bases = examples.map(({ question }) => question).filter(Boolean);
  const made: string[] = [];
  const seen = new Set(bases);
  for (let tries = 0; made.length < count && tries < count * 4; tries += 1) {
    const base = random.pick(bases) ?? task;
    const question = random.chance(0.06) ? poorQuestion(base, random) : varyQuestion(base, task, random);
    // A few are repeated, so that there are duplicates to drop.
    if (seen.has(question) && !random.chance(0.1)) continue;
    seen.add(question);
    made.push(question);
  }
  return made;
}

function poorQuestion(base: string, random: Random): string {
  const poor = [
    `Look at the picture below. ${base}`,
    `${withoutCapital(base).replace(/[.?!]*$/, '')} for {subject}?`,
    `What is the home address of ${random.pick(names)}?`,
    'More?',
  ] as const;
  return random.pick(poor);
}

function questionsOnContext({ context, examples, numberWanted }: PromptMaterial, random: Random): string[] {
  const base = examples[0]?.question ?? 'What does the text say?';
  const subjects = subjectsOf(context);
  return Array.from({ length: Math.min(numberWanted ?? 3, 20) }, (_, i) => {
    if (random.chance(0.05)) return poorQuestion(base, random);
    const subject = random.pick(subjects);
    if (i === 0 || !subject) return base;
    const variants = [
      `${base} Pay attention to what it says about “${subject}”.`,
      `Thinking of “${subject}”: ${withoutCapital(base)}`,
      `${base} Begin with “${subject}”.`,
      `${base} Leave out whatever is not about “${subject}”.`,
    ] as const;
    return random.pick(variants);
  });
}

const POOR_ANSWER = 0.05;
const evasions = ['I am not sure.', 'That depends on many things.'] as const;

function poorAnswer(random: Random): string {
  return random.chance(0.5)
    ? random.pick(evasions)
    : 'well and well and well and well and well and well and so on and so on';
}

function answerToQuestion({ examples, question, task }: PromptMaterial, random: Random): string {
  const example = examples[0] ?? { question: task, answer: task };
  const answer = random.chance(POOR_ANSWER) ? poorAnswer(random) : transferAnswer(example, question, random);
  return tagged('ANSWER', [answer], random);
}

/** The usual answer, told by somebody. */
function creativeAnswer({ examples, context, question, task }: PromptMaterial, random: Random): string {
  const example = examples[0] ?? { question: task, answer: task };
  const plain = context === '' ? transferAnswer(example, question, random) : answerFrom(context, question, random);
  const told = context === '' ? `${plain} ${storyLine(random)}` : plain;
  return tagged('ANSWER', [random.chance(POOR_ANSWER) ? poorAnswer(random) : told], random);
}

function answerFromContext({ context, question }: PromptMaterial, random: Random): string {
  const answer = random.chance(POOR_ANSWER) ? poorAnswer(random) : answerFrom(context, question, random);
  return tagged('ANSWER', [answer], random);
}

/** Questions like the examples, each with an answer modelled on one of them. */
function pairsLike(material: PromptMaterial, random: Random): string {
  const answerFor = (question: string): string =>
    transferAnswer(random.pick(material.examples) ?? { question, answer: material.task }, question, random);
  return pairsOf(questionsLike(material, 5, random), answerFor, random);
}

function pairsOnContext(material: PromptMaterial, random: Random): string {
  const answerFor = (question: string): string => answerFrom(material.context, question, random);
  return pairsOf(questionsOnContext(material, random), answerFor, random);
}

function pairsOf(questions: string[], answerFor: (question: string) => string, random: Random): string {
  const pairs = questions.map((question) => ({
    question,
    answer: random.chance(POOR_ANSWER) ? poorAnswer(random) : answerFor(question),
  }));
  return maybeOpen(taggedPairs(pairs), random);
}

function questionsAndAnswers({ document, outline, domain, numberWanted }: PromptMaterial, random: Random): string {
  const pairs = pairsFrom(document, domain || outline, numberWanted ?? 4, random);
  if (pairs.length === 0) return UNANSWERABLE;
  const written = pairs.map(({ question, answer }) => {
    if (random.chance(0.04)) return { question: `According to the passage, ${withoutCapital(question)}`, answer };
    if (random.chance(0.05))
      return { question, answer: `${answer} Sailors say that it also brings luck in stormy weather.` };
    if (random.chance(0.02)) return { question, answer: random.pick(evasions) };
    return { question, answer };
  });
  return maybeOpen(written.map((pair) => taggedPairs([pair])).join('\n\n'), random);
}

const misspellings: Record<string, string> = {
  teh: 'the',
  recieve: 'receive',
  seperate: 'separate',
  occured: 'occurred',
  definately: 'definitely',
  accomodate: 'accommodate',
};

const corrected = (text: string): string =>
  text
    .replace(/\b(teh|recieve|seperate|occured|definately|accomodate)\b/g, (word) => misspellings[word] ?? word)
    .replace(/(\S) {2,}(?=\S)/g, '$1 ');

function smallTalk(messages: readonly PlainMessage[], random: Random): string {
  const asked =
    messages
      .findLast(({ role }) => role === 'user')
      ?.content.replace(/\s+/g, ' ')
      .trim()
      .slice(0, 120) ?? '';
  const greetings = ['Hello!', 'Good day!', 'Gladly.'] as const;
  return `${random.pick(greetings)} You wrote: “${asked}” I am Seedleaf's practice teacher, not a model, so I can only hand your words back.`;
}
