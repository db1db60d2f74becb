import { broadenQuestion } from '../prompts/broaden-question';
import { deepenQuestion } from '../prompts/deepen-question';
import { evolutionFault } from './evolution-fault';
import { readBlocks } from './read-answer';
import { together, unreadable, withCall, type AskOptions, type Step, type Traced } from './step';
import { normalizeForDedupe } from '../text';

/** How a question is changed in one generation: deepened in a way, or null for another question beside it. */
export type Generation = { way: string | null; sampling: Pick<AskOptions, 'seed'> };

type SeedRow = Traced & { example: { question: string }; lines: readonly (readonly Generation[])[] };

/**
 * Evolves a seed's question in several lines, each over several generations: every generation starts from the one before
 * it. A generation that changed nothing, or copied the prompt, is still a row, for the next step to drop; the line goes
 * on from the question before it.
 *
 * @see WizardLM (arXiv:2304.12244), section 3
 */
export function evolveQuestions<Row extends SeedRow>(): Step<Row, Row & { earlier: string; question: string }> {
  return {
    name: 'evolve-questions',
    label: 'Questions evolved',
    prompts: [deepenQuestion, broadenQuestion],
    async run(row, { ask }, emit) {
      const evolve = async (line: readonly Generation[], first: number): Promise<void> => {
        let earlier = row.example.question;
        for (const [place, { way, sampling }] of line.entries()) {
          const ordinal = first + place;
          const options = { ...sampling, ordinal };
          const prompt = way === null ? broadenQuestion : deepenQuestion;
          const answer =
            way === null
              ? await ask(broadenQuestion, { question: earlier }, options)
              : await ask(deepenQuestion, { task: way, question: earlier }, options);
          const block = readBlocks(answer.text, '[QUESTION]')[0];
          if (!block || block.text === '' || (!block.isClosed && answer.finishReason === 'length')) {
            emit.drop(ordinal, unreadable(answer, 'question'));
            continue;
          }
          const kept = withCall({ ...row, earlier, question: block.text }, prompt.name, answer);
          emit.keep(ordinal, kept, normalizeForDedupe(block.text));
          if (evolutionFault(earlier, block.text) === null) earlier = block.text;
        }
      };
      let first = 0;
      await together(
        row.lines.map((line) => {
          const start = first;
          first += line.length;
          return evolve(line, start);
        }),
      );
    },
  };
}
