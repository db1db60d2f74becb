import { closedTexts, type Range } from '../answer-tags';
import {
  answerWrappers,
  endByOtherToken,
  endOfAnswer,
  headOfTurn,
  madeUpTurn,
  thoughtMarks,
  turnAfterGrade,
} from './answer-marks';

export type CleanAnswer = {
  text: string;
  /** What the model thought before it answered; '' when nothing of it is in the text. */
  thought: string;
};

// One group a mark, in the order of the table: opening, closing, opening …
const marks = new RegExp(thoughtMarks.map(({ open, close }) => `(${open})|(${close})`).join('|'), 'giu');
/**
 * Parts what a model answered from what it thought first, and from the tokens of its template.
 *
 * An answer that speaks of such marks stays whole. So between an opening tag and its `[END]` nothing is touched;
 * elsewhere a thought counts where it begins the answer or a line, a closing mark without an opening one (the
 * template had opened it) where it ends a line or stands before a tag, and an end of turn where it ends a line.
 *
 * A thought that is never closed takes all that follows, when it begins the answer.
 */
export function cleanAnswer(raw: string): CleanAnswer {
  const head = headOfTurn.exec(raw)?.[0].length ?? 0;
  const whole = raw.slice(head);
  const { text, thought } = withoutElement(withoutThought(whole));
  return { text: withoutWrapper(cutAtEndOfTurn(text)), thought: thought.trim() };
}

/** What stands first in an element of any other name is a thought, too, when a text or a grade follows it. */
function withoutElement({ text, thought }: CleanAnswer): CleanAnswer {
  if (thought !== '') return { text, thought };
  const found = /^\s*<([a-z][\w:-]{1,40})(?:\s[^<>]{0,200})?>([\s\S]*?)<\/\1\s*>/i.exec(text);
  const rest = found ? text.slice(found[0].length) : '';
  const hasAnswer = closedTexts(rest).length > 0 || /^\W*(?:SCORE|VERDICT)\s*:/im.test(rest);
  return found && hasAnswer ? { text: rest.replace(/^\s*\n/, ''), thought: found[2] ?? '' } : { text, thought };
}

type Open = { family: number; at: number };

function withoutThought(text: string): CleanAnswer {
  const protectedTexts = closedTexts(text);
  const kept: string[] = [];
  const thoughts: string[] = [];
  let open: Open | null = null;
  let keptTo = 0;
  for (const match of text.matchAll(marks)) {
    const { index } = match;
    const end = index + match[0].length;
    const { family, isOpening } = kindOf(match);
    if (open) {
      if (isOpening || family !== open.family) continue;
      kept.push(text.slice(keptTo, open.at));
      thoughts.push(text.slice(open.at, end));
      open = null;
      keptTo = end;
    } else if (isWithin(protectedTexts, index)) {
      continue;
    } else if (isOpening) {
      if (opensThought(text, keptTo, index, family)) open = { family, at: index };
    } else if (closesThought(text, keptTo, index, end, family, protectedTexts)) {
      thoughts.push(text.slice(keptTo, end));
      keptTo = end;
    }
  }
  if (open && text.slice(keptTo, open.at).trim() === '' && !thoughtMarks[open.family]?.isWords) {
    thoughts.push(text.slice(open.at));
    keptTo = text.length;
  }
  kept.push(text.slice(keptTo));
  // The lines between a thought and the answer belong to neither.
  const joined = kept.filter((part) => part.trim() !== '').join('');
  return {
    text: thoughts.length > 0 ? joined.replace(/^\s*\n/, '') : text,
    thought: thoughts.map(withoutMarks).join('\n'),
  };
}

function kindOf(match: RegExpExecArray): { family: number; isOpening: boolean } {
  const group = match.findIndex((text, i) => i > 0 && text !== undefined) - 1;
  return { family: group >> 1, isOpening: group % 2 === 0 };
}

function opensThought(text: string, from: number, at: number, family: number): boolean {
  if (text.slice(from, at).trim() === '') return true;
  if (thoughtMarks[family]?.isWords) return false;
  return text.slice(text.lastIndexOf('\n', at - 1) + 1, at).trim() === '';
}

/** The template opened the thought, so that only its end is in the text. */
function closesThought(
  text: string,
  from: number,
  at: number,
  end: number,
  family: number,
  answers: readonly Range[],
): boolean {
  if (thoughtMarks[family]?.isWords) return false;
  const follows = /^[^\S\n]*(\n|$|\[[A-Z]+\]|<)/i.exec(text.slice(end, end + 40));
  if (!follows && !isHarmony(family)) return false;
  // After a first thought, a second end is a stray mark, unless no answer came in between.
  return from === 0 || !answers.some((answer) => answer.from >= from && answer.to <= at);
}

const isHarmony = (family: number): boolean => thoughtMarks[family]?.family.startsWith('harmony (') === true;

const isWithin = (ranges: readonly Range[], at: number): boolean => {
  let low = 0;
  let high = ranges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const range = ranges[middle];
    if (!range || range.to > at) high = middle;
    else low = middle + 1;
  }
  const range = ranges[low];
  return range !== undefined && range.from < at;
};

const withoutMarks = (thought: string): string => thought.replace(marks, '').trim();

/** Nothing after the end of a turn is an answer: models that run on make up the next question themselves. */
function cutAtEndOfTurn(text: string): string {
  const answers = closedTexts(text);
  for (const pattern of [endOfAnswer, madeUpTurn, endByOtherToken, turnAfterGrade]) {
    for (const { index } of text.matchAll(pattern)) {
      if (!isWithin(answers, index)) return cutAtEndOfTurn(text.slice(0, index));
    }
  }
  return text;
}

function withoutWrapper(text: string): string {
  const wrapper = answerWrappers.find(({ open }) => open.test(text));
  return wrapper ? text.replace(wrapper.open, '').replace(wrapper.close, '') : text;
}
