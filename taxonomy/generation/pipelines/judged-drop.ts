import type { Emit, Step, StepContext } from '../steps/step';
import { placeOf, type LaterJudges, type RowNode } from './row-tree';

/** A row that a judge graded too low: what is needed to decide on it again with another threshold. */
export type JudgedDrop = {
  /** The path that it would have after all steps. */
  path: string;
  /** All that is known of the row, in the form of the pipeline's rows. */
  row: Record<string, unknown>;
  isRefused: boolean;
  /** Calls that it would still need. */
  missing: number;
};

type AnyStep = Step<never, unknown>;

/**
 * Asks the judges that follow directly after the one that dropped a row. The row stays dropped.
 *
 * A judge that grades it too low is no refusal, because a threshold may change that.
 *
 * @param isUnanswered Whether an error is the row's own: then no further judge is asked.
 */
export async function askLaterJudges(
  steps: readonly AnyStep[],
  dropped: RowNode,
  depth: number,
  contextOf: (step: AnyStep, depth: number) => StepContext,
  isUnanswered: (error: unknown) => boolean,
): Promise<LaterJudges> {
  const said: LaterJudges = { row: rowOf(dropped), asked: 0, isRefused: false };
  for (const [place, step] of steps.slice(depth + 1).entries()) {
    if (!step.judges) break;
    const emit: Emit<unknown> = {
      keep: (_, row) => Object.assign(said.row, row),
      drop: (_, drop) => {
        Object.assign(said.row, drop.row);
        said.isRefused ||= step.judges === 'verdict' || drop.reason !== 'judged_bad';
      },
    };
    // The row is what the steps before the judge made of it: StepChain.step has checked that it fits.
    try {
      await step.run(said.row as never, contextOf(step, depth + 1 + place), emit);
    } catch (error) {
      if (isUnanswered(error)) break;
      throw error;
    }
    said.asked += 1;
  }
  return said;
}

/** Null for a row that no threshold can bring back. */
export function judgedDrop(steps: readonly AnyStep[], dropped: RowNode, depth: number): JudgedDrop | null {
  const judges = steps[depth]?.judges;
  if (!judges || judges === 'verdict' || dropped.drop?.reason !== 'judged_bad') return null;
  const later = steps.slice(depth + 1);
  const said = dropped.later ?? { row: rowOf(dropped), asked: 0, isRefused: false };
  return {
    // Judges and the steps between them make one row from each.
    path: [...placeOf(dropped), ...later.map(() => 0)].join('.'),
    row: said.row,
    isRefused: said.isRefused,
    missing: later.filter(({ prompts }) => prompts.length > 0).length - said.asked,
  };
}

const rowOf = ({ parent, drop }: RowNode): Record<string, unknown> => ({ ...recordOf(parent?.row), ...drop?.row });

const recordOf = (row: unknown): object => (typeof row === 'object' && row !== null ? row : {});
