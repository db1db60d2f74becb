import { speechToJudge } from '../rules/speech-to-judge';
import { quote } from '../text';

/**
 * Why a row must be held for a person: a text that its judge is shown speaks to the judge. Undefined when none does.
 *
 * @param shown The values of the judge's prompt, by the names of their sections.
 */
export function heldReason(shown: unknown): string | undefined {
  if (typeof shown !== 'object' || shown === null) return undefined;
  for (const [name, text] of Object.entries(shown)) {
    const speech = typeof text === 'string' ? speechToJudge(text) : null;
    if (speech !== null) return `The ${name} speaks to the judge: ${quote(speech)}`;
  }
  return undefined;
}
