import { DomainError } from '../../errors';
import type { SkillSeed } from '../../seeds/contract';
import { draw, teacherSeed } from './draw';
import { StepChain } from './step-chain';
import { leafRulesOf, type LeafRules } from '../rules/rules';
import { judgePair } from '../prompts/judge-pair';
import { judgeQuestion } from '../prompts/judge-question';
import { writeAnswer } from '../prompts/write-answer';
import { writeCreativeAnswer } from '../prompts/write-creative-answer';
import { writeQuestions } from '../prompts/write-questions';
import type { AskOptions, Traced } from '../steps/step';
import { checkRules } from '../steps/check-rules';
import { judge } from '../steps/judge';
import { checkSafety } from '../steps/judge-safety';
import { writeQuestionList } from '../steps/write-questions';
import { writeOneAnswer } from '../steps/write-text';
import { definePipeline, roomForQuestions, spread, type Bound, type PlanOptions } from './define-pipeline';

const QUESTIONS_PER_SEED = 30;
/**
 * Later rounds of a seed add two of the leaf's other seeds as examples and use a higher temperature, so that they do
 * not repeat the first round.
 */
const FURTHER_EXAMPLES = 2;
const LATER_TEMPERATURE = 0.7;

type FreeformRow = Traced & {
  task: string;
  seeds: SkillSeed[];
  example: SkillSeed;
  count: number;
  sampling: Pick<AskOptions, 'temperature' | 'maxTokens' | 'seed'>;
  context: null;
  documentVariant: null;
  leafRules: LeafRules;
};

/**
 * Skills without a context: questions in the style of one seed, judged, answered, checked by rules, judged again, and
 * checked for safety.
 *
 * @see InstructLab sdg, pipelines/full/freeform_skills.yaml; LAB (arXiv:2403.01081), section 3.2
 */
export const freeform = definePipeline({
  name: 'freeform',
  version: 3,
  accepts: ['freeform'],
  steps: StepChain.start<FreeformRow>()
    .step(
      writeQuestionList({
        label: 'Questions written',
        prompt: writeQuestions,
        values: (row: FreeformRow) => ({ task: row.task, examples: row.seeds, count: row.count }),
        count: (row) => row.count,
        sampling: (row) => row.sampling,
      }),
    )
    .step(
      judge({
        label: 'Questions judged',
        prompt: judgeQuestion,
        values: (row) => ({ task: row.task, question: row.question }),
        grading: { scale: { from: 0, to: 1 }, atLeast: 1 },
      }),
    )
    .step(
      writeOneAnswer({
        label: 'Answers written',
        prompt: writeAnswer,
        creative: writeCreativeAnswer,
        values: (row) => ({ example: row.example, question: row.question }),
      }),
    )
    .step(checkRules({ isContextShown: false }))
    .step(
      judge({
        label: 'Answers judged',
        prompt: judgePair,
        values: (row) => ({ question: row.question, answer: row.answer }),
        grading: { scale: { from: 1, to: 3 }, atLeast: 2 },
      }),
    )
    .step(checkSafety(() => '')),
  plan(content, { target, firstRound, runSeed, leafId, tokens }) {
    const seeds = draw(content.seeds, content.seeds.length, `${runSeed}:${leafId}:order`, ({ id }) => id);
    const ids = seeds.map(({ id }) => id);
    return spread(ids, { target, firstRound, most: QUESTIONS_PER_SEED }).map(({ seedId, count, round }) => {
      const others = content.seeds.filter(({ id }) => id !== seedId);
      const key = `${runSeed}:${leafId}:${seedId}:${round}:examples`;
      const further = round === 0 ? [] : draw(others, FURTHER_EXAMPLES, key, ({ id }) => id);
      const seedIds = [seedId, ...further.map(({ id }) => id)];
      return { input: { seedIds, chunkId: null, count, round }, bound: boundOf(count, tokens) };
    });
  },
  open(content, { seedIds, count, round }, { runSeed, leafId }): FreeformRow {
    const seeds = seedIds.map((id) => seedOf(content.seeds, id));
    const example = seedOf(content.seeds, seedIds[0]);
    const key = `${runSeed}:${leafId}:${example.id}:${round}`;
    const maxTokens = roomForQuestions(count, example.question);
    const warmer = round === 0 ? {} : { temperature: LATER_TEMPERATURE, seed: teacherSeed(key) };
    const sampling = { maxTokens, ...warmer };
    const task = content.taskDescription;
    return {
      task,
      seeds,
      example,
      count,
      sampling,
      context: null,
      documentVariant: null,
      leafRules: leafRulesOf(content),
      scores: [],
      calls: [],
    };
  },
});

const boundOf = (count: number, { seed }: PlanOptions['tokens']): Bound => ({
  calls: 1 + 4 * count,
  samples: count,
  promptTokens: 450 + 3 * seed + (2_140 + 6 * seed) * count,
  completionTokens: (seed + 100 + 100 + 100 + 100) * count,
  judged: { calls: 3 * count, promptTokens: (1_900 + 4 * seed) * count, completionTokens: 300 * count },
  least: { promptTokens: 450 + 3 * seed, completionTokens: 100 * count },
});

/** @throws DomainError `invalid` when the revision has no such seed, which only a damaged item can name. */
export function seedOf<Seed extends { id: string }>(seeds: readonly Seed[], id: string | undefined): Seed {
  const seed = seeds.find((each) => each.id === id);
  if (!seed) throw new DomainError('invalid', `The leaf has no seed example ${id}. Start a new run.`);
  return seed;
}
