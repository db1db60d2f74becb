import type { DropReason, Trainer } from '../vocabulary-student';
import { learnedParts } from './learned-tokens';
import { partsOf, type Part } from './parts';
import { readRows, type TokenPiece } from './read-rows';
import { isFault, type RowFault, type TrainingRow } from './row';
import type { Student } from './student';
import { textBefore } from './text-before';

/** A row that a trainer leaves out. */
export type Dropped = { drop: DropReason };
export const isDropped = (value: object): value is Dropped => 'drop' in value;

/** How a trainer reads rows. */
export type TrainerRules = {
  /** The parts of each row, before its length is looked at. */
  read: (rows: readonly TrainingRow[], student: Student) => Promise<(Part[] | RowFault | Dropped)[]>;
  /** How many tokens of each part are used. */
  limit: (parts: readonly Part[], maxTokens: number) => number[] | Dropped;
};

const FEWEST_TOKENS = 20;
const FEWEST_TOKENS_AXOLOTL = 2;

const all = (parts: readonly Part[]): number[] => parts.map(({ ids }) => ids.length);
const sum = (numbers: readonly number[]): number => numbers.reduce((total, n) => total + n, 0);
const learnsAny = (parts: readonly Part[], used: readonly number[]): boolean =>
  parts.some(({ isLearned }, i) => isLearned && (used[i] ?? 0) > 0);

/** Uses the first tokens. */
function cutEnd(parts: readonly Part[], maxTokens: number): number[] {
  let left = maxTokens;
  return parts.map(({ ids }) => {
    const used = Math.min(left, ids.length);
    left -= used;
    return used;
  });
}

/** TRL cuts off the end, then drops rows without anything to learn. */
function cutLikeTrl(parts: readonly Part[], maxTokens: number): number[] | Dropped {
  const used = cutEnd(parts, maxTokens);
  return learnsAny(parts, used) ? used : { drop: 'nothing_learned' };
}

/**
 * What trainers do with a row, as read in the code of instructlab-training 0.16.2, TRL 1.16.0, Axolotl 0.19.0 and
 * LLaMA-Factory 0.9.5, with their default settings.
 */
export const trainerRules: Record<Trainer, TrainerRules> = {
  'instructlab-training': {
    read: learnedParts,
    limit(parts, maxTokens) {
      const tokens = sum(all(parts));
      if (tokens < FEWEST_TOKENS) return { drop: 'too_short' };
      return tokens >= maxTokens ? { drop: 'too_long' } : all(parts);
    },
  },
  'trl-messages': { read: readWhole, limit: cutLikeTrl },
  'trl-prompt-completion': { read: readCompletion, limit: cutLikeTrl },
  'trl-tokens': { read: learnedParts, limit: cutLikeTrl },
  axolotl: {
    // It also learns the end of a learned question's turn.
    async read(rows, student) {
      const end = { text: student.chat.endOfTurn, id: student.endId };
      return (await readRows(rows, student)).map((pieces) =>
        isFault(pieces) ? pieces : partsOf(pieces, end, () => true),
      );
    },
    limit(parts, maxTokens) {
      const tokens = sum(all(parts));
      if (tokens > maxTokens) return { drop: 'too_long' };
      if (tokens < FEWEST_TOKENS_AXOLOTL) return { drop: 'too_short' };
      return learnsAny(parts, all(parts)) ? all(parts) : { drop: 'nothing_learned' };
    },
  },
  'llama-factory': { read: readTurns, limit: cutTurns },
};

/** TRL learns all of a row with `messages`. */
async function readWhole(rows: readonly TrainingRow[], student: Student): Promise<(Part[] | RowFault)[]> {
  const texts = await student.template.render(
    rows.map(({ messages }) => messages),
    { addGenerationPrompt: false },
  );
  const ids = await student.tokenizer.encode(texts.map((each) => ('text' in each ? [each.text] : [])));
  return texts.map((each, i) =>
    'text' in each ? [{ text: each.text, ids: ids[i]?.[0] ?? [], isLearned: true }] : refused(each.error),
  );
}

/** TRL learns what comes after the tokens that a row has in common with its prompt alone. */
async function readCompletion(rows: readonly TrainingRow[], student: Student): Promise<(Part[] | RowFault)[]> {
  const wholes = await readWhole(rows, student);
  const prompts = await student.template.render(
    rows.map(({ messages }) => messages.slice(0, -1)),
    { addGenerationPrompt: true },
  );
  const promptIds = await student.tokenizer.encode(prompts.map((each) => ('text' in each ? [each.text] : [])));
  return Promise.all(
    wholes.map(async (whole, i): Promise<Part[] | RowFault> => {
      if (isFault(whole)) return whole;
      const prompt = prompts[i];
      if (!prompt || 'error' in prompt) return refused(prompt?.error ?? '');
      if (rows[i]?.messages.at(-1)?.role !== 'assistant') return { fault: 'its last message is not an answer' };
      const [{ text, ids } = { text: '', ids: [] }] = whole;
      const same = commonStart(promptIds[i]?.[0] ?? [], ids);
      const at = (await textBefore(student.tokenizer, text, ids, same)).length;
      return [
        { text: text.slice(0, at), ids: ids.slice(0, same), isLearned: false },
        { text: text.slice(at), ids: ids.slice(same), isLearned: true },
      ];
    }),
  );
}

function commonStart(a: readonly number[], b: readonly number[]): number {
  const differs = a.findIndex((id, i) => id !== b[i]);
  return differs < 0 ? Math.min(a.length, b.length) : differs;
}

/**
 * LLaMA-Factory reads questions and answers in turn. Rows with `unmask` are in a run with `train_on_prompt`, which
 * learns the system prompt too.
 */
async function readTurns(rows: readonly TrainingRow[], student: Student): Promise<(Part[] | RowFault | Dropped)[]> {
  // With all answers marked and nothing else, the pieces are question, answer, question, answer, …
  const read = await readRows(
    rows.map(({ messages }) => ({ messages, unmask: false })),
    student,
  );
  return read.map((pieces, i) => {
    const row = rows[i];
    if (isFault(pieces)) return pieces;
    if (!row) return { fault: 'it was not read' };
    return alternates(row) ? turnsOf(pieces, student, row.unmask) : { drop: 'not_alternating' };
  });
}

function alternates({ messages }: TrainingRow): boolean {
  const turns = messages[0]?.role === 'system' ? messages.slice(1) : messages;
  return turns.length % 2 === 0 && turns.every(({ role }, i) => role === (i % 2 === 0 ? 'user' : 'assistant'));
}

function turnsOf(pieces: readonly TokenPiece[], student: Student, learnsPrompt: boolean): Part[] {
  const parts: Part[] = [];
  let question: Part = { text: '', ids: [], isLearned: learnsPrompt };
  pieces.forEach(({ text, ids, message }, i) => {
    if (message !== null) {
      parts.push(question, { text, ids, isLearned: true });
      return;
    }
    const answer = parts.at(-1);
    const end = answer ? endOfAnswer(text, ids, i === pieces.length - 1, student) : { characters: 0, tokens: 0 };
    if (answer) {
      answer.text += text.slice(0, end.characters);
      answer.ids = [...answer.ids, ...ids.slice(0, end.tokens)];
    }
    question = { text: text.slice(end.characters), ids: ids.slice(end.tokens), isLearned: learnsPrompt };
  });
  return parts;
}

/** How much of the text after an answer belongs to it: the end of its turn, and line breaks up to the next mark. */
function endOfAnswer(text: string, ids: readonly number[], isLast: boolean, { chat, endId, markIds }: Student) {
  if (isLast) return { characters: text.length, tokens: ids.length };
  const [at, token] = [text.indexOf(chat.endOfTurn), ids.indexOf(endId)];
  if (at < 0 || token < 0) return { characters: 0, tokens: 0 };
  const characters = at + chat.endOfTurn.length;
  const spaces = /^\s*/.exec(text.slice(characters))?.[0].length ?? 0;
  const next = ids.findIndex((id, i) => i > token && markIds.has(id));
  const isBeforeMark = chat.marks.some((mark) => text.startsWith(mark, characters + spaces));
  return isBeforeMark && next > 0
    ? { characters: characters + spaces, tokens: next }
    : { characters, tokens: token + 1 };
}

/** LLaMA-Factory shortens a question and its answer in proportion, and leaves out what no longer fits. */
function cutTurns(parts: readonly Part[], maxTokens: number): number[] {
  const used: number[] = [];
  let total = 0;
  for (let i = 0; i < parts.length; i += 2) {
    const [question, answer] = [parts[i]?.ids.length ?? 0, parts[i + 1]?.ids.length ?? 0];
    const left = maxTokens - total;
    const turn: [number, number] = left <= 0 ? [0, 0] : cutTurn(question, answer, left);
    used.push(...turn);
    total += turn[0] + turn[1];
  }
  return used;
}

function cutTurn(question: number, answer: number, left: number): [question: number, answer: number] {
  let most: number;
  if (answer * 2 < left) most = left;
  else if (question * 2 < left) most = left - question;
  else most = Math.trunc(left * (answer / (question + answer)));
  const newAnswer = Math.min(most, answer);
  return [Math.min(Math.max(left - newAnswer, 0), question), newAnswer];
}

const refused = (error: string): RowFault => ({ fault: `the chat template refuses it: ${error}` });
