import { findUnseen, codeOf } from '../../seeds/qna/unseen';
import { maxText } from '../../seeds/vocabulary';
import { stripUnstorable } from '../../text';
import type { LeafKind } from '../../tree/vocabulary';
import type { ImportRefusal } from '../vocabulary-sample-imports';

/** A question with its answer, as it is in a file. */
export type Pair = { context: string | null; question: string; answer: string };
export type Refused = { reason: ImportRefusal; detail: string };

// Control characters other than tabs and line ends.
// oxlint-disable-next-line no-control-regex
const control = /[\u0001-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/u;

/** Why a pair cannot be a sample of a leaf of this kind, whatever else is in the leaf; null when it can. */
export function refusalOf(pair: Pair, kind: LeafKind): Refused | null {
  const { context, question, answer } = pair;
  for (const [name, text] of Object.entries({ question, answer })) {
    if (text.trim() === '') return { reason: 'empty', detail: `The ${name} is empty.` };
  }
  if (kind !== 'freeform' && (context === null || context.trim() === ''))
    return { reason: 'no_context', detail: 'Samples of this leaf need a context. Name the field of it.' };
  for (const [name, text] of Object.entries({ context: context ?? '', question, answer })) {
    if (text.length > maxText)
      return { reason: 'too_long', detail: `The ${name} has more than ${maxText.toLocaleString('en')} characters.` };
    const unseen = unseenIn(text);
    if (unseen !== null) return { reason: 'invisible', detail: `The ${name} contains ${unseen}. Remove it.` };
  }
  return null;
}

function unseenIn(text: string): string | null {
  if (stripUnstorable(text) !== text) return 'U+0000 or half of a character';
  const code = control.exec(text)?.[0].codePointAt(0);
  if (code !== undefined) return codeOf(code);
  // Wide and no-break spaces can be seen as spaces, and texts from the web have many.
  const found = findUnseen(text).find((each) => !/\p{Zs}|\uff1a/u.test(String.fromCodePoint(each.code)));
  return found ? codeOf(found.code) : null;
}

/** A context where the leaf has contexts; elsewhere it stands before the question, as in a conversation. */
export function fitted(pair: Pair, kind: LeafKind): Pair {
  const { context, question, answer } = pair;
  if (context === null || context.trim() === '') return { context: null, question, answer };
  return kind === 'freeform' ? { context: null, question: `${context}\n\n${question}`, answer } : pair;
}
