import { setMaxListeners } from 'node:events';
import { askLaterJudges, judgedDrop, type JudgedDrop } from './judged-drop';
import { inOrder, isBefore, isDropped, makeNode, placeOf, type RowNode } from './row-tree';
import type { Drop, Emit, Step, StepContext } from '../steps/step';
import { StoppedError } from '../stopped-error';
import { WaitingError } from '../waiting-error';
import { TeacherError } from '../teacher/teacher';

/** Where in its item a step works. It names the step's calls in the journal and sets their turn at the teacher. */
export type Place = { step: string; depth: number; path: string };

export type ContextOf = (place: Place, signal: AbortSignal) => StepContext;

/** One item's numbers for one bar of the funnel. made = kept + dropped, and kept is what enters the next step. */
export type StepTally = { step: string; ordinal: number; entered: number; made: number; kept: number; dropped: number };

export type DroppedRow = Drop & { step: string; row: Record<string, unknown>; judged?: JudgedDrop };

export type PipelineResult<Out> = {
  kept: { row: Out; path: string }[];
  dropped: DroppedRow[];
  tallies: StepTally[];
};

/** Steps in order. The types make each step's input the previous step's output. */
export class StepChain<In, Out> {
  private constructor(
    // Step<never, unknown> is a step for any row. `step` below has checked that they fit.
    readonly steps: readonly Step<never, unknown>[],
  ) {}

  static start<In>(): StepChain<In, In> {
    return new StepChain([]);
  }

  step<Next>(next: Step<Out, Next>): StepChain<In, Next> {
    return new StepChain([...this.steps, next]);
  }

  /**
   * Runs one row through all steps. Rows stream: each goes on to its next step as soon as it exists.
   *
   * The result does not depend on which row was faster: of two equal rows the one with the lower place stays, and what
   * was made from the other is removed.
   *
   * @param signal When aborted, no new calls are made and running ones finish.
   * @throws WaitingError when rows wait for answers that come later: the item runs again when they are there.
   * @throws The error of a step, after all other steps have finished: the item is then tried again as a whole.
   */
  async run(row: In, contextOf: ContextOf, signal: AbortSignal): Promise<PipelineResult<Out>> {
    const root = makeNode(null, 0, row);
    await new ItemRun(this.steps, contextOf, signal).complete(root);
    // Rows after all steps are what the last step made.
    return { ...tally(root, this.steps), kept: survivors(root, this.steps.length) as { row: Out; path: string }[] };
  }
}

/** One item on its way through the steps. */
class ItemRun {
  private readonly stop = new AbortController();
  private readonly seen = new Map<string, RowNode>();
  private readonly inWork = new Set<Promise<void>>();
  private failure: { error: unknown } | null = null;
  /** Set when a row waits for an answer. The others continue as far as they can. */
  private waiting: WaitingError | null = null;

  constructor(
    private readonly steps: readonly Step<never, unknown>[],
    private readonly contextOf: ContextOf,
    private readonly outer: AbortSignal,
  ) {
    setMaxListeners(0, this.stop.signal);
  }

  async complete(root: RowNode): Promise<void> {
    const stop = () => this.fail(this.outer.reason);
    this.outer.addEventListener('abort', stop);
    if (this.outer.aborted) stop();
    this.begin(root, 0);
    while (this.inWork.size > 0) await Promise.all(this.inWork);
    this.outer.removeEventListener('abort', stop);
    if (this.failure) throw this.failure.error;
    if (this.waiting) throw this.waiting;
  }

  private begin(node: RowNode, depth: number): void {
    const step = this.steps[depth];
    if (!step || this.failure) return;
    const work = this.visit(node, step, depth)
      .catch((error: unknown) => this.fail(error))
      .finally(() => this.inWork.delete(work));
    this.inWork.add(work);
  }

  private async visit(node: RowNode, step: Step<never, unknown>, depth: number): Promise<void> {
    if (isDropped(node)) return;
    const place = { step: step.name, depth, path: placeOf(node).join('.') };
    try {
      // The row comes from the previous step: StepChain.step has checked that it fits.
      const context = this.contextFor(node, place);
      await step.run(node.row as never, context, this.emitter(node, depth));
      if (step.judges && context.asksEveryJudge) await this.askLater(node, depth);
    } catch (error) {
      if (isDropped(node)) return;
      if (error instanceof WaitingError) return void (this.waiting ??= error);
      if (!isRowsOwnFault(error) || (depth === 0 && node.children.length === 0)) throw error;
      makeNode(node, node.children.length, null, { reason: 'unanswered', detail: error.message });
    }
  }

  /** A judge makes one row; when it dropped that one, the next judges are asked about it too. */
  private async askLater(node: RowNode, depth: number): Promise<void> {
    const child = node.children.find(({ drop }) => drop?.reason === 'judged_bad');
    if (!child) return;
    // The places are those that the calls would have if the row had stayed.
    const contextOf = (step: Step<never, unknown>, at: number) => {
      const path = [...placeOf(child), ...this.steps.slice(depth + 1, at).map(() => 0)].join('.');
      return this.contextFor(node, { step: step.name, depth: at, path });
    };
    child.later = await askLaterJudges(this.steps, child, depth, contextOf, isRowsOwnFault);
  }

  /** Makes no more calls for a row that was dropped meanwhile. */
  private contextFor(node: RowNode, place: Place): StepContext {
    const context = this.contextOf(place, this.stop.signal);
    return {
      ...context,
      ask: (prompt, values, options) => {
        if (isDropped(node)) throw new StoppedError('The row is a duplicate.');
        return context.ask(prompt, values, options);
      },
    };
  }

  private emitter(parent: RowNode, depth: number): Emit<unknown> {
    return {
      keep: (ordinal, row, sameAs) => {
        const node = makeNode(parent, ordinal, row);
        const rival = sameAs === undefined ? undefined : this.seen.get(`${depth}:${sameAs}`);
        const other = rival && !isDropped(rival) ? rival : undefined;
        const isFirst = !other || isBefore(node, other);
        if (sameAs !== undefined && isFirst) this.seen.set(`${depth}:${sameAs}`, node);
        if (other) (isFirst ? other : node).drop = duplicate;
        if (isFirst) this.begin(node, depth + 1);
      },
      drop: (ordinal, drop) => void makeNode(parent, ordinal, null, drop),
    };
  }

  private fail(error: unknown): void {
    this.failure ??= { error };
    this.stop.abort(new StoppedError('Another row of the item failed.'));
  }
}

const duplicate: Drop = { reason: 'duplicate', detail: 'Another row of the same item has exactly this text.' };

/** The teacher refuses this particular request or gives no answer to it; the item's other rows may be fine. */
const isRowsOwnFault = (error: unknown): error is TeacherError =>
  error instanceof TeacherError &&
  (error.kind === 'too_long' || error.kind === 'refused_request' || error.kind === 'only_thought');

function tally(root: RowNode, steps: readonly Step<never, unknown>[]): Omit<PipelineResult<never>, 'kept'> {
  const tallies = steps.map((step, ordinal) => ({
    step: step.name,
    ordinal,
    entered: 0,
    made: 0,
    kept: 0,
    dropped: 0,
  }));
  const dropped: DroppedRow[] = [];
  const walk = (node: RowNode, depth: number): void => {
    const bar = tallies[depth];
    if (!bar) return;
    bar.entered += 1;
    for (const child of inOrder(node.children)) {
      bar.made += 1;
      if (child.drop) {
        bar.dropped += 1;
        const said = child.later?.row ?? child.drop.row;
        const row = { ...visible(node.row), ...visible(child.row), ...visible(said) };
        const judged = judgedDrop(steps, child, depth);
        dropped.push({ ...child.drop, step: bar.step, row, ...(judged && { judged }) });
      } else {
        bar.kept += 1;
        walk(child, depth + 1);
      }
    }
  };
  walk(root, 0);
  return { tallies, dropped };
}

function survivors(node: RowNode, depth: number): { row: unknown; path: string }[] {
  if (node.drop) return [];
  if (depth === 0) return [{ row: node.row, path: placeOf(node).join('.') }];
  return inOrder(node.children).flatMap((child) => survivors(child, depth - 1));
}

const MAX_CHARACTERS_SHOWN = 20_000;

/** The texts of a row that help a person when it was dropped, and what judges said about it. */
function visible(row: unknown): Record<string, unknown> {
  if (typeof row !== 'object' || row === null) return {};
  const entries = Object.entries(row).filter(
    ([name, value]) => ['context', 'question', 'answer', 'text'].includes(name) && typeof value === 'string',
  );
  const texts = entries.map(([name, value]) => [name, String(value).slice(0, MAX_CHARACTERS_SHOWN)]);
  const isJudged = 'scores' in row && Array.isArray(row.scores) && row.scores.length > 0;
  return Object.fromEntries(isJudged ? [...texts, ['scores', row.scores]] : texts);
}
