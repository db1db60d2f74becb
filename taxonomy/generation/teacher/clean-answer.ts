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
  /** The model's thinking before it answered; '' when the text contains none. */
  thought: string;
};

// Two groups per mark, in the order of the table: opening, closing, opening …
const marks = new RegExp(thoughtMarks.map(({ open, close }) => `(${open})|(${close})`).join('|'), 'giu');
/**
 * Separates a model's answer from its thinking and from the tokens of its template.
 *
 * An answer that mentions such marks stays whole. So nothing is touched between an opening tag and its `[END]`.
 * Elsewhere, an opening mark counts at the start of the answer or of a line. A closing mark without an opening one (the
 * template had opened it) counts at the end of a line or before a tag. An end of turn counts at the end of a line.
 *
 * Thinking that is never closed takes everything that follows, when it begins the answer.
 */
export function cleanAnswer(raw: string): CleanAnswer {
  const head = headOfTurn.exec(raw)?.[0].length ?? 0;
  const whole = raw.slice(head);
  const { text, thought } = withoutElement(withoutThought(whole));
  return { text: withoutWrapper(cutAtEndOfTurn(text)), thought: thought.trim() };
}

/** An element of any other name at the start is thinking too, when a text or a grade follows it. */
function withoutElement({ text, thought }: CleanAnswer): CleanAnswer {
  if (thought !== '') return { text, thought };
  const found = /^\s*<([a-z][\w:-]{1,40})(?:\s[^<>]{0,200})?>([\s\S]*?)<\/\1\s*>/i.exec(text);
  const rest = found ? text.slice(found[0].length) : '';
  const hasAnswer = closedTexts(rest).length > 0 || /^\W*(?:SCORE|VERDICT)\s*:/im.test(rest);
  return found && hasAnswer ? { text: rest.replace(/^\s*\n/, ''), thought: found[2] ?? '' } : { text, thought };
}

type Mark = { family: number; isOpening: boolean; from: number; to: number };

function withoutThought(text: string): CleanAnswer {
  const protectedTexts = closedTexts(text);
  const found = Array.from(text.matchAll(marks), markOf);
  const ends = endsOfThoughts(found, protectedTexts);
  const kept: string[] = [];
  const thoughts: string[] = [];
  let keptTo = 0;
  for (const mark of found) {
    const { family, isOpening, from, to } = mark;
    if (from < keptTo || rangeAround(protectedTexts, from)) continue;
    if (!isOpening) {
      if (!closesThought(text, keptTo, mark, protectedTexts)) continue;
      thoughts.push(text.slice(keptTo, to));
      keptTo = to;
    } else if (opensThought(text, keptTo, mark)) {
      const end = ends.get(mark);
      if (!end) {
        if (text.slice(keptTo, from).trim() === '' && !thoughtMarks[family]?.isWords) {
          thoughts.push(text.slice(from));
          keptTo = text.length;
        }
        break;
      }
      kept.push(text.slice(keptTo, from));
      thoughts.push(text.slice(from, end.to));
      keptTo = end.to;
    }
  }
  kept.push(text.slice(keptTo));
  // The empty lines between the thinking and the answer belong to neither.
  const joined = kept.filter((part) => part.trim() !== '').join('');
  return {
    text: thoughts.length > 0 ? joined.replace(/^\s*\n/, '') : text,
    thought: thoughts.map(withoutMarks).join('\n'),
  };
}

function markOf(match: RegExpExecArray): Mark {
  const group = match.findIndex((text, i) => i > 0 && text !== undefined) - 1;
  return { family: group >> 1, isOpening: group % 2 === 0, from: match.index, to: match.index + match[0].length };
}

/**
 * The closing mark of each opening one. Thinking may be nested, so a draft between an inner end and the outer one is
 * still thinking. An opening mark without an end of its own (the thinking only mentions the mark) ends with the next
 * pair.
 */
function endsOfThoughts(found: readonly Mark[], protectedTexts: readonly Range[]): Map<Mark, Mark> {
  const ends = new Map<Mark, Mark>();
  const open = new Map<number, Mark[]>();
  const last = new Map<number, Mark>();
  for (const mark of found) {
    const { family, isOpening, from } = mark;
    const before = last.get(family);
    // A text after a possible end may be the answer, which may contain anything.
    if (before && !before.isOpening && (rangeAround(protectedTexts, from)?.from ?? -1) > before.from) continue;
    const opened = open.get(family) ?? [];
    // Words that look like another opening are just words.
    if (isOpening && opened.length > 0 && thoughtMarks[family]?.isWords) continue;
    last.set(family, mark);
    open.set(family, opened);
    const partner = isOpening ? undefined : opened.pop();
    if (isOpening) opened.push(mark);
    if (partner) ends.set(partner, mark);
  }
  const next = new Map<number, Mark>();
  for (const mark of found.toReversed()) {
    const end = mark.isOpening ? (ends.get(mark) ?? next.get(mark.family)) : undefined;
    if (!end) continue;
    ends.set(mark, end);
    next.set(mark.family, end);
  }
  return ends;
}

function opensThought(text: string, keptTo: number, { from, family }: Mark): boolean {
  if (text.slice(keptTo, from).trim() === '') return true;
  if (thoughtMarks[family]?.isWords) return false;
  return text.slice(text.lastIndexOf('\n', from - 1) + 1, from).trim() === '';
}

/** The template opened the thinking, so only its end is in the text. */
function closesThought(text: string, keptTo: number, { family, from, to }: Mark, answers: readonly Range[]): boolean {
  if (thoughtMarks[family]?.isWords) return false;
  const follows = /^[^\S\n]*(\n|$|\[[A-Z]+\]|<)/i.exec(text.slice(to, to + 40));
  if (!follows && !isHarmony(family)) return false;
  // After the first thinking, a second end is a stray mark, unless no answer came in between.
  return keptTo === 0 || !answers.some((answer) => answer.from >= keptTo && answer.to <= from);
}

const isHarmony = (family: number): boolean => thoughtMarks[family]?.family.startsWith('harmony (') === true;

const rangeAround = (ranges: readonly Range[], at: number): Range | null => {
  let low = 0;
  let high = ranges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const range = ranges[middle];
    if (!range || range.to > at) high = middle;
    else low = middle + 1;
  }
  const range = ranges[low];
  return range !== undefined && range.from < at ? range : null;
};

const withoutMarks = (thought: string): string => thought.replace(marks, '').trim();

/** Nothing after the end of a turn is an answer: models that keep going make up the next question themselves. */
function cutAtEndOfTurn(text: string): string {
  const answers = closedTexts(text);
  for (const pattern of [endOfAnswer, madeUpTurn, endByOtherToken, turnAfterGrade]) {
    for (const { index } of text.matchAll(pattern)) {
      if (!rangeAround(answers, index)) return cutAtEndOfTurn(text.slice(0, index));
    }
  }
  return text;
}

function withoutWrapper(text: string): string {
  const wrapper = answerWrappers.find(({ open }) => open.test(text));
  return wrapper ? text.replace(wrapper.open, '').replace(wrapper.close, '') : text;
}
