import type { Vote } from '../contract-votes';
import type { JudgeForm } from '../judge-forms';
import type { Prompt } from '../prompts/prompt';
import { readExplanation } from './read-answer';
import { together, unreadable, type Answer, type Drop, type StepContext } from './step';

/** Above the temperature of a single ask, which is 0: there, all votes would be the same. */
const VOTE_TEMPERATURE = 0.7;

/** What one answer of a judge says. `score` is null when the judge only gives a word. */
export type Opinion = { isGood: boolean; score: number | null };

type Ballot<Said> = { answer: Answer; said: Said | null };
type Ballots<Said> = readonly [Ballot<Said>, ...Ballot<Said>[]];

/** What the votes of a judge say together. */
export type Poll<Said> = {
  ballots: Ballots<Said>;
  /**
   * The answer that stands for the majority: of those that agree with it, the first one with its grade. Null when there
   * is no majority.
   */
  spokesman: (Ballot<Said> & { said: Said }) | null;
  /** The median of the grades that could be read; of two, the lower one, so that it is always a grade that was given. */
  score: number | null;
};

/**
 * Asks a judge about a row: once, or for a majority of three.
 *
 * Of three votes, two are asked at once and the third only when those do not agree: it could change nothing else. So the
 * result is that of three votes, at two thirds of the price for most rows, and does not depend on which answer came
 * first. A vote that cannot be read is not counted; without two votes that agree there is no majority.
 *
 * @param read Null for an answer without one clear verdict.
 */
export async function askJudge<Values, Said extends Opinion>(
  { ask, votes }: StepContext,
  prompt: Prompt<Values>,
  values: Values,
  read: (text: string) => Said | null,
  form: JudgeForm,
): Promise<Poll<Said>> {
  const cast = async (ordinal: number): Promise<Ballot<Said>> => {
    const sampling = votes ? { ordinal, temperature: VOTE_TEMPERATURE, seed: votes.seedOf(ordinal) } : {};
    const answer = await ask(prompt, values, { ...sampling, form });
    return { answer, said: read(answer.text) };
  };
  if (!votes) return count([await cast(0)], 1);
  const [first, second] = [cast(0), cast(1)];
  await together([first, second]);
  const two = count([await first, await second], 2);
  return two.spokesman ? two : count([...two.ballots, await cast(2)], 2);
}

/** @param needed How many votes must agree. */
function count<Said extends Opinion>(ballots: Ballots<Said>, needed: number): Poll<Said> {
  const readable = ballots.flatMap(({ answer, said }) => (said ? [{ answer, said }] : []));
  const grades = readable.flatMap(({ said }) => said.score ?? []).sort((a, b) => a - b);
  const score = grades[Math.ceil(grades.length / 2) - 1] ?? null;
  const agreeing = [true, false]
    .map((isGood) => readable.filter(({ said }) => said.isGood === isGood))
    .find(({ length }) => length >= needed);
  const spokesman = agreeing?.find(({ said }) => said.score === score) ?? agreeing?.[0] ?? null;
  return { ballots, spokesman, score };
}

/** The votes of a poll, as they are stored. */
export const votesOf = <Said extends Opinion>({ ballots }: Poll<Said>): Vote[] =>
  ballots.map(({ answer, said }) => ({
    isGood: said?.isGood ?? null,
    score: said?.score ?? null,
    explanation: readExplanation(answer.text),
    callKey: answer.callKey,
  }));

/** Why a poll without a majority drops its row. */
export function undecided<Said extends Opinion>({ ballots }: Poll<Said>): Drop {
  const unread = ballots.find(({ said }) => said === null) ?? ballots[0];
  if (ballots.length === 1) return unreadable(unread.answer, 'verdict');
  const readable = ballots.filter(({ said }) => said !== null).length;
  const detail = `Only ${readable} of ${ballots.length} votes could be read${readable > 1 ? ', and they disagree' : ''}.`;
  return { reason: 'unparseable', detail, callKey: unread.answer.callKey };
}
