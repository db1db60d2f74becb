import type { Pipeline, ItemInput, Passage } from '../pipelines/define-pipeline';
import type { ContextOf } from '../pipelines/step-chain';
import { passingAnswer } from '../prompt-texts/marks';
import type { Prompt } from '../prompts/prompt';
import type { ResolvedPrompt } from '../runs/prompts';
import type { LeafForRun } from '../../seeds/leaf';
import type { Answer } from '../steps/step';
import { StoppedError } from '../stopped-error';
import type { Completion } from '../teacher/teacher';
import { ruleNames } from '../vocabulary-rows';
import type { PreviewCalls } from './preview-calls';

export type Resolve = <Values>(prompt: Prompt<Values>) => ResolvedPrompt<Values>;

/** What a step asks, with the values that it asks with. */
export type Question = {
  ask(calls: PreviewCalls, resolve: Resolve): Promise<Completion>;
  /** The last message. */
  asked(calls: PreviewCalls, resolve: Resolve): string;
};

type Item = { leaf: LeafForRun; pipeline: Pipeline; input: ItemInput; passage: Passage | null };

const noAnswer: Answer = { text: '', finishReason: 'stop', callKey: '', model: '' };

/**
 * Runs an item through its pipeline up to the first question with this prompt. Rules and judges before it let everything
 * through, and steps after it get no answer.
 *
 * @param write Answers the questions of the steps before it that write.
 * @returns Null when no row got as far.
 */
export async function reach(
  name: string,
  { leaf, pipeline, input, passage }: Item,
  seed: string,
  write: (question: Question) => Promise<Completion>,
): Promise<Question | null> {
  const depth = pipeline.steps.findIndex(({ prompts }) => prompts.some((prompt) => prompt.name === name));
  const found: { question?: Question } = {};
  const reached = new AbortController();
  const contextOf: ContextOf = (place) => ({
    rulesOff: new Set(ruleNames),
    style: { name: name.startsWith('write-creative-') ? 'creative' : 'precise', seed: 1 },
    ask: async (prompt, values, options = {}) => {
      if (found.question) throw new StoppedError('The preview has what it needs.');
      const key = `${place.step}:${place.path}`;
      const question: Question = {
        ask: (calls, resolve) => calls.ask(resolve(prompt), values, options, key),
        asked: (calls, resolve) => calls.messagesOf(resolve(prompt), values, key).at(-1)?.content ?? '',
      };
      if (prompt.name === name) {
        found.question = question;
        const end = new StoppedError('The preview has what it needs.');
        reached.abort(end);
        throw end;
      }
      if (place.depth >= depth) return noAnswer;
      if (prompt.judges) return { ...noAnswer, text: passingAnswer(prompt) };
      const { text, finishReason, model } = await write(question);
      return { text, finishReason, callKey: '', model };
    },
  });
  const contents = new Map([[leaf.revisionId, leaf.content]]);
  const open = pipeline.open(leaf.content, input, { runSeed: seed, leafId: leaf.leafId, contents }, passage);
  await open(contextOf, reached.signal).catch((error: unknown) => {
    if (!found.question) throw error;
  });
  return found.question ?? null;
}
