import { judgeEvolution as prompt } from '../prompts/judge-evolution';
import { evolutionFault } from './evolution-fault';
import { readExplanation, readVerdict } from './read-answer';
import { unreadable, withCall, type Score, type Step, type Traced } from './step';

const LABEL = 'Checked for a real change';

/** Drops evolved questions that copy the prompt, or that ask for nothing new: by rules first, then by the teacher. */
export function eliminate<Row extends Traced & { earlier: string; question: string }>(): Step<Row, Row> {
  return {
    name: prompt.name,
    label: LABEL,
    prompts: [prompt],
    async run(row, { ask }, emit) {
      const { earlier, question } = row;
      const fault = evolutionFault(earlier, question);
      if (fault !== null) return emit.drop(0, fault);
      const answer = await ask(prompt, { earlier, question });
      const verdict = readVerdict(answer.text);
      if (verdict === null) return emit.drop(0, unreadable(answer, 'verdict'));
      const { callKey } = answer;
      const explanation = readExplanation(answer.text);
      const score: Score = { step: prompt.name, label: LABEL, score: null, scale: 'yes or no', explanation, callKey };
      const scores = [...row.scores, score];
      const judged = withCall(row, prompt.name, answer);
      if (verdict === 'yes') return emit.keep(0, { ...judged, scores });
      const { calls } = judged;
      emit.drop(0, {
        reason: 'not_evolved',
        detail: `The judge says no. ${explanation}`,
        callKey,
        row: { scores, calls },
      });
    },
  };
}
