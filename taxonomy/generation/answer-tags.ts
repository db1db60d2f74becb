/**
 * The tags that every prompt asks for around its texts: an opening one, the text, and `[END]`. A question and its
 * answer may share one end.
 */
export const anyTag = (): RegExp => /\[(QUESTION|ANSWER|CONTEXT|TEXT|END)\]/gi;

/** From an opening tag to the `[END]` that closes it. */
export type Range = { from: number; to: number };

/** The closed texts of an answer. What is between their tags is the model's own text, whatever it contains. */
export function closedTexts(answer: string): Range[] {
  const closed: Range[] = [];
  let open: { tag: string; from: number } | null = null;
  for (const { 0: mark, 1: name = '', index } of answer.matchAll(anyTag())) {
    const tag = name.toUpperCase();
    if (tag === 'END') {
      if (open) closed.push({ from: open.from, to: index + mark.length });
      open = null;
    } else if (!(open?.tag === 'QUESTION' && tag === 'ANSWER')) {
      open = { tag, from: index };
    }
  }
  return closed;
}
