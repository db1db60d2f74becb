import { bootstrap, type Estimate } from '../shared/bootstrap';
import type { Machine } from '../shared/machine';
import { arms, design, type Arm } from './design';
import type { Check } from './classifier';
import type { Judged } from './judge-rows';
import { coverageOf, distinctPairs, measuresOf, rowsByLeaf, type Measures, type Prompt } from './measure';

export type Estimates = Record<keyof Measures, Estimate>;

export type ArmResult = {
  /** Rows that were asked for, and how many were lost for which reason. */
  asked: number;
  lost: Record<string, number>;
  survived: number;
  estimates: Estimates;
  byLeaf: number[];
  coverage: number;
  distinctPairs: number;
  /** The first of the surviving rows, as they are. */
  examples: { text: string; madeFor: string; belongsTo: string | null }[];
};

export type ProofResult = {
  date: string;
  minutes: number;
  machine: Machine;
  leaves: { name: string; seeds: number }[];
  classifier: Check;
  /** Distinct pairs of words are measured on this many rows of each arm. */
  rowsForPairs: number;
  arms: Record<Arm, ArmResult>;
  /** Leaf-local minus the other arm, on the same shares of the budget. */
  differences: Record<Exclude<Arm, 'local'>, Estimates>;
};

const others = ['uniform', 'balanced'] as const;
const EXAMPLES = 6;

/** All figures of the arms, with intervals from the same resampled shares of the budget, so that they can be compared. */
export function figuresOf(
  leaves: readonly { name: string; seeds: number }[],
  judged: Record<Arm, Judged>,
): Pick<ProofResult, 'arms' | 'differences' | 'rowsForPairs'> {
  const prompts = perArm((arm) => judged[arm].prompts);
  const measure = perArm((arm) => measuresOf(prompts[arm], leaves.length, design.rowsWanted));
  const strata = prompts.local.map(({ leaf }) => leaf);
  const estimated = bootstrap(strata, (weights) => flat(perArm((arm) => measure[arm](weights))), {
    times: design.bootstraps,
    seed: 1,
  });
  const seeds = leaves.reduce((sum, leaf) => sum + leaf.seeds, 0);
  const survived = perArm((arm) => prompts[arm].reduce((sum, { rows }) => sum + rows.length, 0));
  const rowsForPairs = Math.min(...Object.values(survived));
  return {
    rowsForPairs,
    arms: perArm((arm) => ({
      asked: prompts[arm].length * design.rowsWanted,
      lost: judged[arm].lost,
      survived: survived[arm],
      estimates: pick(estimated, arm),
      byLeaf: rowsByLeaf(prompts[arm], leaves.length),
      coverage: coverageOf(prompts[arm], seeds),
      distinctPairs: distinctPairs(prompts[arm], rowsForPairs),
      examples: examplesOf(prompts[arm], leaves),
    })),
    differences: { uniform: pick(estimated, 'local-uniform'), balanced: pick(estimated, 'local-balanced') },
  };
}

const perArm = <T>(of: (arm: Arm) => T): Record<Arm, T> => ({
  local: of('local'),
  uniform: of('uniform'),
  balanced: of('balanced'),
});

/** The measures of each arm and the differences between arms, by names such as `local survival`. */
function flat(measures: Record<Arm, Measures>): Record<string, number> {
  const named = (prefix: string, values: Measures) =>
    Object.entries(values).map(([name, value]): [string, number] => [`${prefix} ${name}`, value]);
  return Object.fromEntries([
    ...arms.flatMap((arm) => named(arm, measures[arm])),
    ...others.flatMap((arm) => named(`local-${arm}`, minus(measures.local, measures[arm]))),
  ]);
}

function minus(a: Measures, b: Measures): Measures {
  return {
    survival: a.survival - b.survival,
    own: a.own - b.own,
    shown: a.shown - b.shown,
    any: a.any - b.any,
    usable: a.usable - b.usable,
    evenness: a.evenness - b.evenness,
    smallest: a.smallest - b.smallest,
    diversity: a.diversity - b.diversity,
  };
}

function pick(estimated: Record<string, Estimate>, prefix: string): Estimates {
  const of = (name: keyof Measures): Estimate => {
    const found = estimated[`${prefix} ${name}`];
    if (!found) throw new Error(`There is no estimate of ${name} for ${prefix}.`);
    return found;
  };
  return {
    survival: of('survival'),
    own: of('own'),
    shown: of('shown'),
    any: of('any'),
    usable: of('usable'),
    evenness: of('evenness'),
    smallest: of('smallest'),
    diversity: of('diversity'),
  };
}

/** One row of each leaf's share, so that nobody has to trust the figures alone. */
function examplesOf(prompts: readonly Prompt[], leaves: readonly { name: string }[]): ArmResult['examples'] {
  const nameOf = (leaf: number) => leaves[leaf]?.name ?? '';
  return leaves
    .flatMap((_, leaf) => {
      const first = prompts.filter((prompt) => prompt.leaf === leaf).flatMap(({ rows }) => rows)[0];
      if (!first) return [];
      return [{ text: first.text, madeFor: nameOf(leaf), belongsTo: first.leaf === null ? null : nameOf(first.leaf) }];
    })
    .slice(0, EXAMPLES);
}
