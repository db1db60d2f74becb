import type { TeacherTest } from '../contract-teachers';
import { judgeQuestion } from '../prompts/judge-question';
import { makeFence, type Prompt } from '../prompts/prompt';
import { writeQuestions } from '../prompts/write-questions';
import { readBlocks, readScore } from '../steps/read-answer';
import type { Completion, TeacherClient } from '../teacher/teacher';

type Reply = TeacherTest['replies'][number];

export type AskedAsARun = { replies: Reply[]; answeredBy: string; latencyMs: number; problem: string | null };

const task = 'Name the capital of a country.';
const fence = makeFence('teacher test');
const SHOWN_CHARACTERS = 2_000;

/**
 * Asks what a run asks, with its prompts, limits and readers: one call writes a question, one judges a question.
 *
 * @throws TeacherError when there is no answer.
 */
export async function askAsARun(client: TeacherClient, signal: AbortSignal): Promise<AskedAsARun> {
  const written = await ask(
    client,
    writeQuestions,
    { task, examples: [{ question: 'What is the capital of Peru?' }], count: 1 },
    signal,
  );
  const isWritten = readBlocks(written.text, '[QUESTION]').some(({ text }) => text !== '');
  const replies = [replyOf(writeQuestions.name, written, isWritten)];
  const answered = { answeredBy: written.model, latencyMs: written.latencyMs };
  if (!isWritten) return { ...answered, replies, problem: problemOf(written, 'question') };
  const judged = await ask(client, judgeQuestion, { task, question: 'What is the capital of Kenya?' }, signal);
  const isJudged = readScore(judged.text, { from: 0, to: 1 }) !== null;
  replies.push(replyOf(judgeQuestion.name, judged, isJudged));
  return { ...answered, replies, problem: isJudged ? null : problemOf(judged, 'grade') };
}

async function ask<Values>(
  client: TeacherClient,
  prompt: Prompt<Values>,
  values: Values,
  signal: AbortSignal,
): Promise<Completion> {
  const { temperature, maxTokens } = prompt;
  const request = { messages: prompt.render(values, fence), temperature, maxTokens };
  const completion = await client.complete(request, signal);
  return completion.finishReason === 'thinking'
    ? client.complete({ ...request, needsRoomToThink: true }, signal)
    : completion;
}

const replyOf = (prompt: string, { text, thought }: Completion, isReadable: boolean): Reply => ({
  prompt,
  isReadable,
  thought: thought.slice(0, SHOWN_CHARACTERS),
  text: text.slice(0, SHOWN_CHARACTERS),
});

function problemOf({ text, finishReason }: Completion, what: string): string {
  if (finishReason === 'thinking') {
    return 'It used all its tokens for thinking and wrote no answer. Switch its thinking off (extra fields), or use a server with a longer context.';
  }
  if (finishReason === 'length') return `Its answer was cut off before the ${what} was complete.`;
  const beginning = text.replace(/\s+/g, ' ').trim().slice(0, 160);
  return `It answered, but without the ${what} in the requested form: “${beginning}”. A model that follows instructions better may help.`;
}
