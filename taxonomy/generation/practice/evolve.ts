import { tagged } from '../prompts/prompt';
import { closingLine, openingLine } from './occasions';
import type { Random } from './random';
import { varyQuestion } from './recombine';
import type { PromptMaterial } from './sections';
import { names, subjects, withoutCapital } from './words';

// Shares of poor questions, high enough that a run shows every reason to eliminate one.
const UNCHANGED = 0.06;
const COPIES = 0.04;

const conditions = [
  (subject: string, name: string) => `mention the ${subject}, and explain it to ${name} in your own words`,
  (subject: string, name: string) => `give two reasons, and let ${name} compare them with a ${subject}`,
  (subject: string, name: string) => `show each step, as ${name} from the ${subject} would check it`,
  (subject: string, name: string) => `name what could go wrong at the ${subject}, and what ${name} should do then`,
] as const;

/** The question with one more condition. */
export function deepenedQuestion({ question }: PromptMaterial, random: Random): string {
  if (random.chance(UNCHANGED)) return tagged('QUESTION', [question]);
  const condition = random.pick(conditions)(random.pick(subjects), random.pick(names));
  const harder = `${question.trim()} In doing so, ${condition}.`;
  return tagged('QUESTION', [random.chance(COPIES) ? `Rewritten question: ${harder}` : harder]);
}

/** Another question, on another occasion. */
export function broadenedQuestion({ question }: PromptMaterial, random: Random): string {
  const other = random.chance(0.5)
    ? varyQuestion(question, '', random)
    : `${openingLine(random)}${withoutCapital(varyQuestion(question, '', random))}${closingLine(random)}`;
  return tagged('QUESTION', [other]);
}
