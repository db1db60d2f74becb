import type { Message } from '@/taxonomy/generation/message';
import { judgePair } from '@/taxonomy/generation/prompts/judge-pair';
import { judgeQuestion } from '@/taxonomy/generation/prompts/judge-question';
import { judgeSafety } from '@/taxonomy/generation/prompts/judge-safety';
import { makeFence } from '@/taxonomy/generation/prompts/prompt';
import { writeAnswer } from '@/taxonomy/generation/prompts/write-answer';
import { writeQuestions } from '@/taxonomy/generation/prompts/write-questions';
import type { LeafContent } from '@/taxonomy/seeds/contract';
import { makeFreeform, makeSkillSeed } from '../../support/seeds-factories';

const LEAVES = 24;
const SEEDS_PER_LEAF = 5;
const QUESTIONS_PER_SEED = 9;
/** Of each leaf. Seedleaf spreads them evenly over the seeds. */
export const TARGET = SEEDS_PER_LEAF * QUESTIONS_PER_SEED;

/** The leaves that everybody works on. Their tasks differ, so that no two requests are the same. */
export const leaves: LeafContent[] = Array.from({ length: LEAVES }, (_, leaf) =>
  makeFreeform({
    taskDescription: `Answer questions about the planets of star number ${leaf + 1}.`,
    seeds: Array.from({ length: SEEDS_PER_LEAF }, (_, seed) => makeSkillSeed(seed + 1)),
  }),
);

type Template = { system: string; user: string };

/**
 * What the drivers of the peers read: the seeds, and Seedleaf's own prompts as templates with the names of columns in
 * double braces. The example turns stand in the one user message, because not every peer can send more of them.
 */
export type Work = {
  url: string;
  model: string;
  slots: number;
  seeds: { task: string; seed_question: string; seed_answer: string }[];
  prompts: Record<'write' | 'judge_question' | 'answer' | 'judge_pair' | 'judge_safety', Template>;
};

export function makeWork(teacher: Pick<Work, 'url' | 'model' | 'slots'>): Work {
  const fence = makeFence('peers');
  const task = '{{ task }}';
  const [question, answer] = ['{{ question }}', '{{ answer }}'];
  const example = { question: '{{ seed_question }}', answer: '{{ seed_answer }}' };
  return {
    ...teacher,
    seeds: leaves.flatMap((leaf) =>
      leaf.kind === 'knowledge'
        ? []
        : leaf.seeds.map((seed) => ({
            task: leaf.taskDescription,
            seed_question: seed.question,
            seed_answer: seed.answer,
          })),
    ),
    prompts: {
      write: templateOf(writeQuestions.render({ task, examples: [example], count: QUESTIONS_PER_SEED }, fence)),
      judge_question: templateOf(judgeQuestion.render({ task, question }, fence)),
      answer: withTask(templateOf(writeAnswer.render({ example, question }, fence))),
      judge_pair: templateOf(judgePair.render({ question, answer }, fence)),
      judge_safety: templateOf(judgeSafety.render({ context: '', question, answer }, fence)),
    },
  };

  /** The practice teacher makes its answers from an example turn, and from the task where there is none. */
  function withTask({ system, user }: Template): Template {
    return { system, user: `${fence.section('task', task)}\n\n${user}` };
  }
}

function templateOf([system, ...turns]: Message[]): Template {
  return { system: system?.content ?? '', user: turns.map(({ content }) => content).join('\n\n') };
}
