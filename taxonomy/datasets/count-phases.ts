import type { LargestLeaves, LeafCount, PhaseCount } from './contract-counts';
import type { Recipe, ReplayRule } from './contract-recipe';
import { countReplayed, tokensOf, type Amount, type Target } from './plan-version';
import { sourceWords } from './replay-words';
import { LARGEST } from './repository-leaves';
import type { OtherSource } from './repository-sources';

/**
 * The rows of each phase that publishing would give. Exact without splits; with them, held-out rows are as near to their
 * shares as whole groups allow, so these are estimates.
 */
export function countPhases(
  recipe: Recipe,
  targets: readonly Target[],
  others: ReadonlyMap<string, OtherSource>,
): PhaseCount[] {
  const { phases, splits } = recipe;
  const heldOut = splits.validation + splits.test;
  const ownOf = (place: number, kind: ReplayRule['rows'] = 'all'): Amount => {
    const some = targets.filter(({ phase }) => phase === place);
    return sum(some.map((target) => ofKind(target, kind)));
  };
  const trained = ({ rows, bytes }: Amount): Amount => ({
    rows: rows - Math.round(rows * heldOut),
    bytes: bytes * (1 - heldOut),
  });
  const names = new Map([...others].map(([id, { name }]) => [id, name]));
  const sourceOf = ({ source, rows }: ReplayRule): Amount => {
    if (source.from === 'phase') {
      // Repeated samples are replayed once.
      const at = phases.findIndex(({ key }) => key === source.phase);
      const once = targets.filter(({ phase }) => phase === at).map((target) => ofKind(onlyOnce(target), rows));
      return trained(sum(once));
    }
    const other = others.get(source.from === 'version' ? source.versionId : source.setId);
    if (!other) return nothing;
    return source.from === 'version' && source.phase !== null
      ? (other.byPhase.get(source.phase) ?? nothing)
      : other.all;
  };
  return phases.map(({ key, name, takes, replay }, place) => {
    const all = ownOf(place);
    const own = trained(all);
    const sources = replay.map((rule) => ({ amount: rule.amount, source: sourceOf(rule) }));
    const isReplaying = own.rows > 0 || takes.length === 0;
    const counts = isReplaying ? countReplayed(own, sources) : replay.map(() => 0);
    return {
      key,
      name,
      own: own.rows,
      ownTokens: tokensOf(own.bytes),
      replayed: replay.flatMap(({ source }, i) => {
        const rows = counts[i] ?? 0;
        const from = sources[i]?.source ?? nothing;
        if (rows === 0) return [];
        return {
          phase: source.from === 'phase' ? source.phase : null,
          name: sourceWords(source, phases, names),
          rows,
          tokens: tokensOf((from.bytes * rows) / from.rows),
        };
      }),
      validation: Math.round(all.rows * splits.validation),
      test: Math.round(all.rows * heldOut) - Math.round(all.rows * splits.validation),
    };
  });
}

const nothing: Amount = { rows: 0, bytes: 0 };

const sum = (amounts: readonly Amount[]): Amount =>
  amounts.reduce((all, { rows, bytes }) => ({ rows: all.rows + rows, bytes: all.bytes + bytes }), nothing);

function ofKind({ all, auxiliary }: Pick<Target, 'all' | 'auxiliary'>, kind: ReplayRule['rows']): Amount {
  if (kind === 'all') return all;
  if (kind === 'auxiliary') return auxiliary;
  return { rows: all.rows - auxiliary.rows, bytes: all.bytes - auxiliary.bytes };
}

function onlyOnce({ rows, available, all, auxiliary }: Target): Pick<Target, 'all' | 'auxiliary'> {
  if (rows <= available) return { all, auxiliary };
  const share = available / rows;
  const once = (amount: Amount) => ({ rows: Math.round(amount.rows * share), bytes: amount.bytes * share });
  return { all: once(all), auxiliary: once(auxiliary) };
}

/** The leaves with the most rows, without their paths. */
export function largestLeaves(
  targets: readonly Target[],
  phases: number,
): { total: number; largest: Omit<LeafCount, 'path'>[] } {
  const byLeaf = new Map<string, number[]>();
  for (const { leafId, phase, rows } of targets) {
    const counts = byLeaf.get(leafId) ?? Array.from({ length: phases }, () => 0);
    counts[phase] = (counts[phase] ?? 0) + rows;
    byLeaf.set(leafId, counts);
  }
  const leaves = [...byLeaf].map(([leafId, byPhase]) => ({
    leafId,
    rows: byPhase.reduce((all, each) => all + each, 0),
    byPhase,
  }));
  leaves.sort((a, b) => b.rows - a.rows || (a.leafId < b.leafId ? -1 : 1));
  return { total: leaves.length, largest: leaves.slice(0, LARGEST) };
}

/** The same leaves with their paths. */
export const withPaths = (
  { total, largest }: ReturnType<typeof largestLeaves>,
  paths: ReadonlyMap<string, string>,
): LargestLeaves => ({
  total,
  largest: largest.map((leaf) => ({ ...leaf, path: paths.get(leaf.leafId) ?? leaf.leafId })),
});
