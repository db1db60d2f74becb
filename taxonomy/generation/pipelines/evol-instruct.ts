import type { SkillSeed } from '../../seeds/contract';
import { draw, teacherSeed } from './draw';
import { StepChain } from './step-chain';
import { leafRulesOf, type LeafRules } from '../rules/rules';
import { writeAnswer } from '../prompts/write-answer';
import type { Traced } from '../steps/step';
import { checkRules } from '../steps/check-rules';
import { eliminate } from '../steps/eliminate';
import { evolveQuestions, type Generation } from '../steps/evolve-questions';
import { checkSafety } from '../steps/judge-safety';
import { writeOneAnswer } from '../steps/write-text';
import { seedOf } from './freeform';
import { definePipeline, spread, type Bound, type PlanOptions } from './define-pipeline';

const QUESTIONS_PER_SEED = 30;
/** How often a question is changed, one after the other, as in WizardLM. */
const GENERATIONS = 4;

/** Five ways to make a question harder; the sixth is to write another one beside it. */
const ways = [
  'Add one condition that the answer has to meet.',
  'Ask for more depth: for causes, limits or consequences.',
  'Put something concrete in the place of something general.',
  'Change it so that the answer takes several steps of reasoning, and has to show them.',
  'Add a small piece of material that has to be used: a list, a table, figures or a line of code.',
  null,
] as const;

type EvolRow = Traced & {
  example: SkillSeed;
  lines: Generation[][];
  context: null;
  documentVariant: null;
  leafRules: LeafRules;
};

/**
 * Evol-Instruct, a baseline: the question of a seed is made harder or broader over four generations, questions without a
 * real change are eliminated, and the others are answered. No judge but those for change and safety.
 *
 * @see WizardLM (Xu et al. 2023), arXiv:2304.12244
 */
export const evolInstruct = definePipeline({
  name: 'evol-instruct',
  version: 1,
  accepts: ['freeform'],
  steps: StepChain.start<EvolRow>()
    .step(evolveQuestions<EvolRow>())
    .step(eliminate())
    .step(
      writeOneAnswer({
        label: 'Answers written',
        prompt: writeAnswer,
        values: (row) => ({ example: row.example, question: row.question }),
      }),
    )
    .step(checkRules({ isContextShown: false }))
    .step(checkSafety(() => '')),
  plan(content, { target, firstRound, runSeed, leafId, tokens }) {
    const seeds = draw(content.seeds, content.seeds.length, `${runSeed}:${leafId}:order`, ({ id }) => id);
    const ids = seeds.map(({ id }) => id);
    return spread(ids, { target, firstRound, most: QUESTIONS_PER_SEED }).map(({ seedId, count, round }) => {
      return { input: { seedIds: [seedId], chunkId: null, count, round }, bound: boundOf(count, tokens) };
    });
  },
  open(content, { seedIds, count, round }, { runSeed, leafId }): EvolRow {
    const example = seedOf(content.seeds, seedIds[0]);
    const key = `${runSeed}:${leafId}:${example.id}:${round}`;
    return {
      example,
      lines: linesOf(count, key),
      context: null,
      documentVariant: null,
      leafRules: leafRulesOf(content),
      scores: [],
      calls: [],
    };
  },
});

/** As many generations as questions are wanted, in lines of four; each draws its way. */
function linesOf(count: number, key: string): Generation[][] {
  const generations = Array.from({ length: count }, (_, place): Generation => {
    const seed = teacherSeed(`${key}:${place}`);
    return { way: ways[seed % ways.length] ?? null, sampling: { seed } };
  });
  return Array.from({ length: Math.ceil(count / GENERATIONS) }, (_, line) =>
    generations.slice(line * GENERATIONS, (line + 1) * GENERATIONS),
  );
}

function boundOf(count: number, { seed }: PlanOptions['tokens']): Bound {
  // Each generation adds about twenty words.
  const question = seed + 120;
  return {
    calls: 4 * count,
    samples: count,
    promptTokens: (450 + 450 + 400 + 850 + 5 * question + 2 * seed) * count,
    completionTokens: (question + 100 + 2 * seed + 100 + 100) * count,
    judged: {
      calls: 2 * count,
      promptTokens: (400 + 850 + 4 * question + seed) * count,
      completionTokens: 200 * count,
    },
    least: { promptTokens: (450 + question) * count, completionTokens: question * count },
  };
}
