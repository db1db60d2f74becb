/** How much of a question is quoted within a sentence. */
const QUOTED = 80;

/**
 * The beginning of a text on one line, for quoting it in a sentence: cut between words, with an ellipsis. A word that is
 * longer than all that is cut within, but never within a character.
 */
export function beginningOf(text: string, limit: number = QUOTED): string {
  // Of a very long text only its beginning is looked at.
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
