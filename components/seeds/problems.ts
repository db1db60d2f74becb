import type { LeafContent, LeafProblem } from '@/taxonomy/seeds/contract';
import { seedsWanted } from '@/taxonomy/seeds/vocabulary';
import { countText } from '../numbers';

/** Problems by place: those of the leaf's fields by path, those of seeds by seed id. */
export type PlacedProblems = {
  /** Problems of the whole leaf. */
  whole: LeafProblem[];
  fields: ReadonlyMap<string, LeafProblem[]>;
  /** `field` is relative to the seed here: `answer`, `questionsAndAnswers.1.question`, or '' for the seed itself. */
  seeds: ReadonlyMap<string, LeafProblem[]>;
};

/** `content` is what was checked: its order of seeds maps indexes to ids, which survive reordering. */
export function placeProblems(content: LeafContent, problems: readonly LeafProblem[]): PlacedProblems {
  const whole: LeafProblem[] = [];
  const fields = new Map<string, LeafProblem[]>();
  const seeds = new Map<string, LeafProblem[]>();
  for (const problem of problemsToShow(content, problems)) {
    const [, place, rest] = /^seeds\.(\d+)(?:\.(.+))?$/.exec(problem.field) ?? [];
    const seed = place === undefined ? undefined : content.seeds[Number(place)];
    if (seed) append(seeds, seed.id, { ...problem, field: rest ?? '' });
    else if (problem.field === '' || problem.field === 'seeds') whole.push(problem);
    else append(fields, problem.field, problem);
  }
  return { whole, fields, seeds };
}

/** In a leaf that is still empty, warnings about its empty fields say nothing new. */
const problemsToShow = (content: LeafContent, problems: readonly LeafProblem[]): readonly LeafProblem[] =>
  isNew(content) ? problems.filter(({ field }) => field === 'seeds') : problems;

function isNew(content: LeafContent): boolean {
  const texts = content.kind === 'knowledge' ? [content.domain, content.documentOutline] : [content.taskDescription];
  const hasText = [...texts, ...Object.values(content.attribution)].some((text) => text.trim() !== '');
  const hasReference = content.kind === 'knowledge' && content.document !== null;
  return content.seeds.length === 0 && !hasText && !hasReference;
}

/**
 * Leaves out what was missing when the content was checked and has been filled in since: the next check comes only when
 * typing pauses, and a field that has text must not be called empty until then.
 */
export const withoutFilled = (
  checked: LeafContent,
  now: LeafContent,
  problems: readonly LeafProblem[],
): readonly LeafProblem[] =>
  checked === now
    ? problems
    : problems.filter(({ field }) => !(isBlankAt(checked, checked, field) && !isBlankAt(now, checked, field)));

/** @param checked The content that the problem is about: seeds are found by their id there, since they may have moved. */
function isBlankAt(content: LeafContent, checked: LeafContent, field: string): boolean {
  if (field === 'attribution') {
    const { titleOfWork, licenseOfTheWork, creatorNames } = content.attribution;
    return [titleOfWork, licenseOfTheWork, creatorNames].some((text) => text.trim() === '');
  }
  const [, index, rest] = /^seeds\.(\d+)\.(.+)$/.exec(field) ?? [];
  const id = index === undefined ? undefined : checked.seeds[Number(index)]?.id;
  const start = id === undefined ? content : content.seeds.find((seed) => seed.id === id);
  const text = (rest ?? field).split('.').reduce<unknown>(partOf, start);
  return text === null || (typeof text === 'string' && text.trim() === '');
}

const partOf = (whole: unknown, name: string): unknown =>
  typeof whole === 'object' && whole !== null ? Reflect.get(whole, name) : undefined;

function append(map: Map<string, LeafProblem[]>, key: string, problem: LeafProblem): void {
  map.set(key, [...(map.get(key) ?? []), problem]);
}

/** The error and the warning that a field shows, each joined from its problems of that severity. */
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

/** Summarises the problems of a leaf, errors first; `isFine` when there are none. */
export function summaryOf(content: LeafContent, problems: readonly LeafProblem[]): { text: string; isFine: boolean } {
  const missing = seedsWanted - content.seeds.length;
  // Missing seeds are shown as a number instead.
  const others = problemsToShow(content, problems).filter((problem) => problem.field !== 'seeds');
  const errors = others.filter((problem) => problem.severity === 'error').length;
  const parts = [
    missing > 0 && `${missing} of ${seedsWanted} seeds missing`,
    errors > 0 && countText(errors, 'problem', 'problems'),
    others.length > errors && countText(others.length - errors, 'hint', 'hints'),
  ].filter((part) => part !== false);
  return { text: parts.join(', ') || 'No problems', isFine: parts.length === 0 };
}
