import type { LeafContent, LeafProblem } from '@/taxonomy/seeds/contract';
import { seedsWanted } from '@/taxonomy/seeds/vocabulary';
import { countText } from '../numbers';

/** Problems by where they belong: fields of the leaf under their path, those of seeds under the seed's id. */
export type PlacedProblems = {
  /** Of the leaf as a whole. */
  whole: LeafProblem[];
  fields: ReadonlyMap<string, LeafProblem[]>;
  /** `field` is relative to the seed here: `answer`, `questionsAndAnswers.1.question`, or '' for the seed itself. */
  seeds: ReadonlyMap<string, LeafProblem[]>;
};

/** `content` is what was checked: its order of seeds turns places into ids, which outlast a reordering. */
export function placeProblems(content: LeafContent, problems: readonly LeafProblem[]): PlacedProblems {
  const whole: LeafProblem[] = [];
  const fields = new Map<string, LeafProblem[]>();
  const seeds = new Map<string, LeafProblem[]>();
  for (const problem of problems) {
    const [, place, rest] = /^seeds\.(\d+)(?:\.(.+))?$/.exec(problem.field) ?? [];
    const seed = place === undefined ? undefined : content.seeds[Number(place)];
    if (seed) append(seeds, seed.id, { ...problem, field: rest ?? '' });
    else if (problem.field === '' || problem.field === 'seeds') whole.push(problem);
    else append(fields, problem.field, problem);
  }
  return { whole, fields, seeds };
}

function append(map: Map<string, LeafProblem[]>, key: string, problem: LeafProblem): void {
  map.set(key, [...(map.get(key) ?? []), problem]);
}

/** The two lines that a field shows, each the words of all its problems of that severity. */
export function remarksOn(
  problems: readonly LeafProblem[] | undefined,
  field?: string,
): { error?: string; warning?: string } {
  const own = (problems ?? []).filter((problem) => field === undefined || problem.field === field);
  const words = (severity: LeafProblem['severity']) =>
    own
      .filter((problem) => problem.severity === severity)
      .map((problem) => problem.message)
      .join(' ');
  return { error: words('error') || undefined, warning: words('warning') || undefined };
}

/** The state of a leaf in a few words, what keeps it from generating first; `isFine` when there is nothing to fix at all. */
export function summaryOf(content: LeafContent, problems: readonly LeafProblem[]): { text: string; isFine: boolean } {
  const missing = seedsWanted - content.seeds.length;
  // That seeds are missing is a problem of its own, said better in numbers.
  const others = problems.filter((problem) => problem.field !== 'seeds');
  const errors = others.filter((problem) => problem.severity === 'error').length;
  const parts = [
    missing > 0 && `${missing} of ${seedsWanted} seeds missing`,
    errors > 0 && countText(errors, 'problem', 'problems'),
    others.length > errors && countText(others.length - errors, 'hint', 'hints'),
  ].filter((part) => part !== false);
  return { text: parts.join(', ') || 'No problems', isFine: parts.length === 0 };
}
