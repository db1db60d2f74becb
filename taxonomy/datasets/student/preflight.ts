import type { DropReason, MarkChoice, Trainer } from '../vocabulary-student';
import { handleMarks } from './marks';
import type { Part } from './parts';
import { isFault, type RowFault, type TrainingRow } from './row';
import { slicesOf } from './slices';
import type { Student } from './student';
import { textBefore } from './text-before';
import { isDropped, trainerRules, type Dropped } from './trainers';

export type SpanKind = 'learned' | 'masked' | 'truncated' | 'dropped';

/** A part of a row's text, and what the trainer does with it. */
export type Span = { kind: SpanKind; text: string };

/** What a trainer does with one row. Tokens of a row that is not used are only in `tokens`. */
export type RowOutcome = {
  state: 'used' | 'dropped' | 'failed';
  drop: DropReason | null;
  /** Why the row cannot be read at all. */
  fault: string | null;
  tokens: number;
  learned: number;
  masked: number;
  truncated: number;
  /** Marks of the template in the row's text, and how often each. */
  marks: Record<string, number>;
  spans: Span[];
};

export type PreflightOptions = { trainer: Trainer; maxTokens: number; marks?: MarkChoice };

const AT_ONCE = { count: 100, size: 500_000 };

/**
 * Says of each row which of its tokens a trainer learns, masks, cuts off or drops.
 *
 * @param rows A few at a time, so that any number of rows takes little memory.
 */
export async function* preflight<R extends { row: TrainingRow }>(
  rows: AsyncIterable<readonly R[]> | Iterable<readonly R[]>,
  student: Student,
  options: PreflightOptions,
): AsyncGenerator<(R & { outcome: RowOutcome })[]> {
  for await (const some of rows) {
    for (const slice of slicesOf(some, sizeOf, AT_ONCE)) {
      const outcomes = await outcomesOf(
        slice.map(({ row }) => row),
        student,
        options,
      );
      yield slice.map((each, i) => ({ ...each, outcome: outcomes[i] ?? failed('it was not read') }));
    }
  }
}

const sizeOf = ({ row }: { row: TrainingRow }): number =>
  row.messages.reduce((sum, { content }) => sum + content.length, 0);

async function outcomesOf(
  rows: readonly TrainingRow[],
  student: Student,
  { trainer, maxTokens, marks = 'keep' }: PreflightOptions,
): Promise<RowOutcome[]> {
  const { read, limit } = trainerRules[trainer];
  const handled = rows.map((row) => handleMarks(row, student.marks, marks));
  const usable = handled.flatMap((each) => (isFault(each) ? [] : [each.row]));
  const parts = (await read(usable, student)).values();
  return Promise.all(
    handled.map(async (each) => {
      if (isFault(each)) return failed(each.fault);
      const next: Part[] | RowFault | Dropped = parts.next().value ?? { fault: 'it was not read' };
      if (isFault(next)) return { ...failed(next.fault), marks: each.marks };
      const text = each.row.messages.map(({ content }) => content).join('\n\n');
      if (isDropped(next)) return { ...dropped(next.drop, 0, text), marks: each.marks };
      const used = limit(next, maxTokens);
      const whole = next.map((part) => part.text).join('');
      if (isDropped(used)) return { ...dropped(used.drop, tokensIn(next), whole), marks: each.marks };
      return { ...(await limited(next, used, student)), marks: each.marks };
    }),
  );
}

const tokensIn = (parts: readonly Part[]): number => parts.reduce((sum, { ids }) => sum + ids.length, 0);

const nothing = { drop: null, fault: null, tokens: 0, learned: 0, masked: 0, truncated: 0, marks: {}, spans: [] };

const failed = (fault: string): RowOutcome => ({ ...nothing, state: 'failed', fault });

const dropped = (drop: DropReason, tokens: number, text: string): RowOutcome => ({
  ...nothing,
  state: 'dropped',
  drop,
  tokens,
  spans: text === '' ? [] : [{ kind: 'dropped', text }],
});

async function limited(parts: readonly Part[], used: readonly number[], { tokenizer }: Student): Promise<RowOutcome> {
  const outcome: RowOutcome = { ...nothing, state: 'used', tokens: tokensIn(parts), spans: [] };
  for (const [i, { text, ids, isLearned }] of parts.entries()) {
    const count = used[i] ?? 0;
    const start = await textBefore(tokenizer, text, ids, count);
    const kind = isLearned ? 'learned' : 'masked';
    outcome[kind] += count;
    outcome.truncated += ids.length - count;
    addSpan(outcome.spans, kind, count === ids.length ? text : start);
    addSpan(outcome.spans, 'truncated', count === ids.length ? '' : text.slice(start.length));
  }
  return outcome;
}

function addSpan(spans: Span[], kind: SpanKind, text: string): void {
  const last = spans.at(-1);
  if (text === '') return;
  if (last?.kind === kind) last.text += text;
  else spans.push({ kind, text });
}
