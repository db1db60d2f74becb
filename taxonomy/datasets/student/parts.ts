import type { TokenPiece } from './read-rows';

/** A part of a row's text with its tokens. All of it is learned, or nothing. */
export type Part = { text: string; ids: number[]; isLearned: boolean };

type EndOfTurn = { text: string; id: number };

/**
 * The parts that instructlab-training learns: the learned messages, and what follows an answer up to the end of its
 * turn. The end of other turns is not learned, so that the model does not learn to write questions.
 *
 * @param endsTurn Whether the end of this message's turn is learned.
 */
export function partsOf(pieces: readonly TokenPiece[], end: EndOfTurn, endsTurn: (message: number) => boolean): Part[] {
  const parts: Part[] = [];
  pieces.forEach(({ text, ids, message }, i) => {
    const before = pieces[i - 1]?.message ?? null;
    if (message !== null) parts.push({ text, ids, isLearned: true });
    else if (before !== null && endsTurn(before)) parts.push(...splitAfterEnd(text, ids, end));
    else parts.push({ text, ids, isLearned: false });
  });
  return parts;
}

/** What follows a learned message: learned up to the end of the turn, if there is one. */
function splitAfterEnd(text: string, ids: number[], end: EndOfTurn): Part[] {
  const [at, token] = [text.indexOf(end.text), ids.indexOf(end.id)];
  if (at < 0 || token < 0) return [{ text, ids, isLearned: false }];
  const cut = at + end.text.length;
  return [
    { text: text.slice(0, cut), ids: ids.slice(0, token + 1), isLearned: true },
    { text: text.slice(cut), ids: ids.slice(token + 1), isLearned: false },
  ];
}
