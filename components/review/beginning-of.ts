/** Characters of a question quoted in a sentence. */
const QUOTED = 80;

/**
 * The beginning of a text on one line, to quote it in a sentence: cut between words, with an ellipsis. A single longer
 * word is cut too, but never inside a character.
 */
export function beginningOf(text: string, limit: number = QUOTED): string {
  // Only the beginning of a very long text is read.
  const line = text
    .slice(0, limit * 10)
    .replaceAll(/\s+/g, ' ')
    .trim();
  const characters = Array.from(new Intl.Segmenter('en').segment(line), ({ segment }) => segment);
  const begun = characters.slice(0, limit).join('');
  if (characters.length <= limit) return text.trimEnd().length > limit * 10 ? `${begun}…` : begun;
  const end = characters[limit] === ' ' ? begun.length : begun.lastIndexOf(' ');
  const whole = end > 0 ? begun.slice(0, end) : begun;
  return `${whole.replace(/[\s,;:–—-]+$/, '')}…`;
}
