import type { Balance, PhaseRule, Recipe, ReplayAmount } from './contract-recipe';
import type { ChosenLeaf } from './repository-chosen';
import type { PartTally } from './repository-tally';
import { parts } from './vocabulary-limits';

/** Rows and the bytes of their texts. */
export type Amount = { rows: number; bytes: number };

/** The samples of a leaf and part that become own rows of a phase. */
export type Target = {
  leafId: string;
  /** Its place in `parts`. */
  part: number;
  /** Its place in the recipe's phases. */
  phase: number;
  available: number;
  /** How many of them are taken; more than are available when they are repeated. */
  rows: number;
  /** Taken rows, and those among them that ask and do not. */
  all: Amount;
  auxiliary: Amount;
};

export type VersionPlan = {
  targets: Target[];
  /** Chosen samples that no phase takes. */
  leftOut: { part: number; rows: number }[];
  /** Leaves that have fewer samples than the balance asks for. */
  shortLeaves: number;
};

/**
 * Decides how many samples of each leaf and part become own rows of which phase. A pure function of the recipe and the
 * counts, so that a preview shows what publishing does.
 */
export function planVersion(
  recipe: Pick<Recipe, 'phases' | 'balance'>,
  leaves: readonly ChosenLeaf[],
  tally: readonly PartTally[],
): VersionPlan {
  const leafOf = new Map(leaves.map((leaf) => [leaf.id, leaf]));
  const leftOut = new Map<number, number>();
  const byLeaf = new Map<string, (PartTally & { phase: number })[]>();
  for (const each of tally) {
    const leaf = leafOf.get(each.leafId);
    const phase = leaf ? phaseOf(recipe.phases, leaf, each.part) : -1;
    if (phase < 0) leftOut.set(each.part, (leftOut.get(each.part) ?? 0) + each.rows);
    else byLeaf.set(each.leafId, [...(byLeaf.get(each.leafId) ?? []), { ...each, phase }]);
  }
  const available = new Map([...byLeaf].map(([id, some]) => [id, sumOf(some, ({ rows }) => rows)]));
  const wanted = balanced(recipe.balance, available, leafOf);
  const targets = [...byLeaf].flatMap(([leafId, some]) => {
    const rows = apportion(
      some.map((each) => each.rows),
      wanted.get(leafId) ?? 0,
    );
    return some.map((each, i): Target => toTarget(each, rows[i] ?? 0));
  });
  const shortLeaves = [...available].filter(
    ([id, rows]) => (askedOf(recipe.balance) ?? 0) > rows && rows === wanted.get(id),
  );
  return {
    targets: targets.filter(({ rows }) => rows > 0),
    leftOut: [...leftOut].map(([part, rows]) => ({ part, rows })).toSorted((a, b) => a.part - b.part),
    shortLeaves: shortLeaves.length,
  };
}

const sumOf = <T>(items: readonly T[], of: (item: T) => number): number =>
  items.reduce((sum, item) => sum + of(item), 0);

/** The phase that takes a leaf's samples of a part, or -1. Phases with a scope come first, each in their order. */
function phaseOf(phases: readonly PhaseRule[], leaf: ChosenLeaf, part: number): number {
  const takes = (rule: PhaseRule) => rule.takes.some((name) => name === parts[part]);
  const scoped = phases.findIndex((rule) => takes(rule) && rule.scope.some((id) => leaf.nodeIds.includes(id)));
  return scoped >= 0 ? scoped : phases.findIndex((rule) => takes(rule) && rule.scope.length === 0);
}

/** What a leaf is asked for; null when there is no such number. */
const askedOf = (balance: Balance): number | null => (balance.mode === 'exactly' ? balance.rows : null);

/** How many rows each leaf gives, of those that it has. */
function balanced(
  balance: Balance,
  available: ReadonlyMap<string, number>,
  leafOf: ReadonlyMap<string, ChosenLeaf>,
): Map<string, number> {
  if (balance.mode === 'all') return new Map(available);
  if (balance.mode === 'at_most') return mapValues(available, (rows) => Math.min(rows, balance.rows));
  if (balance.mode === 'exactly')
    return mapValues(available, (rows) => (balance.isRepeated ? balance.rows : Math.min(rows, balance.rows)));
  const weightOf = new Map(balance.weights.map(({ nodeId, weight }) => [nodeId, weight]));
  const weights = mapValues(
    available,
    (_, id) =>
      leafOf
        .get(id)
        ?.nodeIds.toReversed()
        .map((nodeId) => weightOf.get(nodeId))
        .find((weight) => weight !== undefined) ?? 1,
  );
  const all = sumOf([...weights.values()], (weight) => weight);
  return mapValues(available, (rows, id) =>
    all === 0 ? 0 : Math.min(rows, Math.floor((balance.rows * (weights.get(id) ?? 0)) / all)),
  );
}

const mapValues = <V, W>(map: ReadonlyMap<string, V>, of: (value: V, key: string) => W): Map<string, W> =>
  new Map([...map].map(([key, value]) => [key, of(value, key)]));

/** Parts a total in proportion to the sizes, in whole numbers: the largest remainders get the rows that are left. */
export function apportion(sizes: readonly number[], total: number): number[] {
  const all = sumOf(sizes, (size) => size);
  if (all === 0) return sizes.map(() => 0);
  const exact = sizes.map((size) => (size * total) / all);
  const whole = exact.map(Math.floor);
  const left = total - sumOf(whole, (each) => each);
  const order = exact
    .map((each, i) => [each - Math.floor(each), i] as const)
    .toSorted((a, b) => b[0] - a[0] || a[1] - b[1]);
  for (const [, i] of order.slice(0, left)) whole[i] = (whole[i] ?? 0) + 1;
  return whole;
}

function toTarget(
  { leafId, part, phase, rows: available, bytes, auxiliary, auxiliaryBytes }: PartTally & { phase: number },
  rows: number,
): Target {
  const share = available > 0 ? rows / available : 0;
  return {
    leafId,
    part,
    phase,
    available,
    rows,
    all: { rows, bytes: bytes * share },
    auxiliary: { rows: Math.round(auxiliary * share), bytes: auxiliaryBytes * share },
  };
}

/** A token is about four bytes: close for English and for most other scripts. */
export const BYTES_PER_TOKEN = 4;
export const tokensOf = (bytes: number): number => Math.round(bytes / BYTES_PER_TOKEN);

/**
 * How many rows of each source a phase repeats. Shares of tokens are of all tokens of the phase, own and replayed, and
 * end at what the source has.
 */
export function countReplayed(own: Amount, replays: readonly { amount: ReplayAmount; source: Amount }[]): number[] {
  const rowsOf = (amount: ReplayAmount, source: Amount): number => {
    if (amount.of === 'rows') return Math.min(amount.value, source.rows);
    // In whole numbers, because 0.29 × 100 is less than 29.
    return amount.of === 'fraction' ? Math.floor((Math.round(amount.value * 10_000) * source.rows) / 10_000) : 0;
  };
  const bytesOf = (rows: number, source: Amount) => (source.rows === 0 ? 0 : (rows * source.bytes) / source.rows);
  const counted = replays.map(({ amount, source }) => rowsOf(amount, source));
  const others =
    own.bytes +
    sumOf(
      replays.map(({ source }, i) => bytesOf(counted[i] ?? 0, source)),
      (bytes) => bytes,
    );
  const shares = sumOf(replays, ({ amount }) => (amount.of === 'tokens' ? amount.value : 0));
  const total = shares < 1 ? others / (1 - shares) : Infinity;
  return replays.map(({ amount, source }, i) => {
    if (amount.of !== 'tokens') return counted[i] ?? 0;
    if (source.bytes === 0) return 0;
    return Math.min(source.rows, Math.floor((amount.value * total * source.rows) / source.bytes));
  });
}
