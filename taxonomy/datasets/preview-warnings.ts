import type { LargestLeaves, PhaseCount } from './contract-counts';
import type { Recipe } from './contract-recipe';
import type { VersionPlan } from './plan-version';
import type { PartTally } from './repository-tally';
import { isSplit } from './splits/is-split';
import { partNames } from './vocabulary';
import { mostComparedForSplits, parts } from './vocabulary-limits';

type Facts = {
  tally: readonly PartTally[];
  plan: VersionPlan;
  phases: readonly PhaseCount[];
  leaves: LargestLeaves;
  recipe: Recipe;
  marks: { rows: number; marks: string[] };
  /** Approved samples that are left out because of their pipeline. */
  leftOut: number;
};

const SHOWN_MARKS = 6;

/** Warnings to read before a version is published, one sentence each. */
export function warningsOf({ tally, plan, phases, leaves, recipe, marks, leftOut }: Facts): string[] {
  const { selection, balance } = recipe;
  const chosen = sum(tally, ({ rows }) => rows);
  const practice = sum(tally, (each) => each.practice);
  const own = sum(phases, ({ own: rows, validation, test }) => rows + validation + test);
  const hasKnowledge = tally.some(({ part }) => part < 2);
  const hasReplay = recipe.phases.some(({ replay }) => replay.length > 0);
  const [heaviest] = leaves.largest;
  const warnings: [boolean, string][] = [
    [
      practice > 0,
      `The practice teacher wrote ${numberText(practice)} of ${numberText(chosen)} approved samples. Their rows are marked; do not train on them.`,
    ],
    [selection.isPendingTaken, 'Samples that nobody has decided on yet are taken, too. Nobody has read their rows.'],
    [marks.rows > 0, markWarning(marks)],
    [
      leftOut > 0 && selection.pipelines.length === 0,
      `${numberText(leftOut)} approved samples are of baselines, which LAB is measured against, and are left out. To publish them instead, choose their pipelines (dataset publish --pipeline).`,
    ],
    [
      selection.pipelines.length > 0,
      `Only samples of these pipelines are taken: ${selection.pipelines.join(', ')}. ${numberText(leftOut)} approved samples of others are left out.`,
    ],
    ...plan.leftOut.map(({ part, rows }): [boolean, string] => [
      rows > 0,
      `No phase takes ${partNames[parts[part] ?? 'compositional'].toLowerCase()}, so ${numberText(rows)} approved samples are left out.`,
    ]),
    [
      balance.mode !== 'all' && own < chosen,
      `The balance takes ${numberText(own)} of ${numberText(chosen)} approved samples.`,
    ],
    [
      plan.shortLeaves > 0,
      `${plan.shortLeaves === 1 ? '1 leaf has' : `${numberText(plan.shortLeaves)} leaves have`} fewer samples than the balance asks for. They give what they have.`,
    ],
    [chosen > 0 && !hasKnowledge && hasReplay, 'No knowledge samples are approved, so there is nothing to replay.'],
    ...emptyPhases(phases, recipe, chosen),
    [
      !hasReplay && recipe.phases.length > 1 && hasKnowledge,
      'Nothing is replayed: no phase repeats an earlier one, so a model may forget what it learned there.',
    ],
    [
      heaviest !== undefined && leaves.total > 1 && heaviest.rows * 2 > own,
      `${heaviest?.path ?? ''} has ${numberText(heaviest?.rows ?? 0)} of ${numberText(own)} own rows, more than all other leaves together.`,
    ],
    [
      isSplit(recipe) && own > mostComparedForSplits,
      `With more than ${numberText(mostComparedForSplits)} rows, only rows of the same passage, seed or text are kept in one split; other near-copies are not looked for.`,
    ],
  ];
  return warnings.filter(([applies]) => applies).map(([, words]) => words);
}

/** Why a phase that takes samples has none. */
function emptyPhases(phases: readonly PhaseCount[], recipe: Recipe, chosen: number): [boolean, string][] {
  const tokens = numberText(recipe.shortAnswerTokens);
  return recipe.phases.map(({ key, name, takes }) => {
    const isEmpty = phases.find((phase) => phase.key === key)?.own === 0;
    const isShort = takes.length > 0 && takes.every((part) => part.endsWith('_short'));
    const isLong = takes.length > 0 && takes.every((part) => part.endsWith('_long'));
    const why = isShort
      ? `no answer of its kind has at most ${tokens} tokens`
      : isLong
        ? `no answer of its kind is longer than ${tokens} tokens`
        : 'no approved samples are of its kind';
    return [chosen > 0 && isEmpty && takes.length > 0, `The phase “${name}” is empty: ${why}.`];
  });
}

const sum = <T>(items: readonly T[], of: (item: T) => number): number => items.reduce((all, item) => all + of(item), 0);

function markWarning({ rows, marks }: Facts['marks']): string {
  const shown = marks.slice(0, SHOWN_MARKS).join(', ') + (marks.length > SHOWN_MARKS ? ', …' : '');
  const those = rows === 1 ? '1 approved sample contains' : `${numberText(rows)} approved samples contain`;
  return `${those} special tokens of chat templates as text: ${shown}. A tokenizer may read them as the end of a turn. The rows are not changed.`;
}

const numberText = (count: number): string => count.toLocaleString('en');
