import type { Drop } from './step';
import { normalizeForDedupe, quote } from '../text';

/** How prompts speak of the text to change; a question has no reason to. */
const copied = [
  /\b(given|original|old|earlier|previous|new|rewritten|revised|evolved|harder|deepened) (prompt|question|instruction|version)\b\s*[:.]/i,
  /\b(make|rewrite|evolve) the (given |original )?(question|prompt|instruction)( harder)?\b/i,
  /\b(add (ten|10) to (twenty|20) words|without answering it|in this way)\b/i,
  /#(the )?(given|rewritten|created) (prompt|question|instruction)#/i,
];

/** Fewer other words than this say nothing new. */
const MIN_NEW_WORDS = 2;

/**
 * Why an evolved question must go: it has words of the prompt in it, or it is hardly changed. Found without a model.
 *
 * @see WizardLM (arXiv:2304.12244), section 3.1, elimination evolving
 */
export function evolutionFault(earlier: string, question: string): Pick<Drop, 'reason' | 'detail'> | null {
  for (const pattern of copied) {
    const match = pattern.exec(question);
    if (match && !earlier.toLowerCase().includes(match[0].toLowerCase()))
      return { reason: 'prompt_copied', detail: `It has words of the prompt in it: ${quote(match[0])}` };
  }
  const known = countsOf(earlier);
  let fresh = 0;
  for (const [word, count] of countsOf(question)) fresh += Math.max(0, count - (known.get(word) ?? 0));
  if (fresh >= MIN_NEW_WORDS) return null;
  return { reason: 'not_evolved', detail: `It says nearly the same as before: ${quote(earlier)}` };
}

/** Words; in scripts without spaces, single characters. */
const words = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]|[\p{L}\p{M}\p{N}]+/gu;

function countsOf(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const [word] of normalizeForDedupe(text).matchAll(words)) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}
