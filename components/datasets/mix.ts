import type { PhaseCount } from '@/taxonomy/datasets/contract';
import { phases as phasesInOrder, type Phase } from '@/taxonomy/datasets/vocabulary';

/** A piece of a column: where it begins and how high it is, in px. */
type Span = { y: number; height: number };

/** A leaf, or all the smaller leaves together. */
export type MixLeaf = Span & { key: string; name: string; rows: number };
export type MixPhase = Span & { phase: Phase; own: number; replayed: number; parts: MixPart[] };
/** What a phase is made of: its own rows, or those of an earlier phase. */
export type MixPart = Span & { from: Phase; isReplay: boolean; rows: number };
/** Rows on their way from one place to another. */
export type MixBand = { key: string; phase: Phase; title: string; start: Span; end: Span };
export type MixLoop = { key: string; from: Phase; to: Phase; rows: number; start: Span; end: Span };

export type Mix = { height: number; leaves: MixLeaf[]; phases: MixPhase[]; bands: MixBand[]; loops: MixLoop[] };

const SHOWN_LEAVES = 12;
/** All rows together, replayed ones too, are so high; what stands beside them in words may need more. */
const ROWS_HEIGHT = 320;
const LEAF_SLOT = 24;
const PHASE_SLOT = 64;
const GAP = 12;
const LEAST = 2;

const OTHERS = 'others';

/** One leaf's rows in one phase. */
type Share = { leaf: string; phase: Phase; rows: number };

/**
 * Places leaves at the left, phases at the right, and what flows between them, so that heights stand for rows.
 * The largest leaves are shown by name; the smaller ones flow together.
 */
export function layOutMix(counts: readonly PhaseCount[]): Mix {
  const inOrder = phasesInOrder.map((phase) => counts.find((each) => each.phase === phase) ?? emptyPhase(phase));
  const total = sum(inOrder.map((each) => each.own + replayedIn(each)));
  const scale = total > 0 ? ROWS_HEIGHT / total : 0;
  const high = (rows: number) => (rows > 0 ? Math.max(LEAST, rows * scale) : 0);

  const { names, shares } = sharesOf(inOrder);
  const leaves = stack(
    [...names].map(([key, name]) => {
      const own = shares.filter((share) => share.leaf === key);
      const height = sum(own.map(({ rows }) => high(rows)));
      return { key, name, rows: sum(own.map(({ rows }) => rows)), height, slot: Math.max(LEAF_SLOT, height + 4) };
    }),
  );
  const phases = stack(
    inOrder.map((count) => {
      const height = high(count.own) + sum(count.replayed.map(({ rows }) => high(rows)));
      return { count, height, slot: Math.max(PHASE_SLOT, height + GAP) };
    }),
  );
  const height = Math.max(leaves.height, phases.height);
  const placedLeaves = leaves.items.map(({ slot: _slot, ...leaf }) => ({
    ...leaf,
    y: leaf.y + (height - leaves.height) / 2,
  }));
  const placedPhases = phases.items.map(({ count, ...span }) => {
    const y = span.y + (height - phases.height) / 2;
    return {
      phase: count.phase,
      own: count.own,
      replayed: replayedIn(count),
      y,
      height: span.height,
      parts: partsOf(count, y, high),
    };
  });
  return {
    height,
    leaves: placedLeaves,
    phases: placedPhases,
    bands: bandsOf(shares, placedLeaves, placedPhases, high),
    loops: loopsOf(placedPhases),
  };
}

const emptyPhase = (phase: Phase): PhaseCount => ({ phase, own: 0, replayed: [], leaves: [] });
const sum = (numbers: readonly number[]) => numbers.reduce((all, each) => all + each, 0);
export const replayedIn = ({ replayed }: Pick<PhaseCount, 'replayed'>) => sum(replayed.map(({ rows }) => rows));

/** What each shown leaf gives to each phase. Leaves stand in the order of their first phase, the largest first. */
function sharesOf(counts: readonly PhaseCount[]): { names: Map<string, string>; shares: Share[] } {
  const totals = leafTotals(counts);
  const shown = new Set(totals.slice(0, totals.length > SHOWN_LEAVES ? SHOWN_LEAVES - 1 : SHOWN_LEAVES).map(keyOf));
  const rest = totals.length - shown.size;
  const names = new Map<string, string>();
  for (const { leaves } of counts) {
    for (const leaf of leaves.filter(({ rows }) => rows > 0).toSorted((a, b) => b.rows - a.rows)) {
      if (shown.has(leaf.leafId)) names.set(leaf.leafId, leaf.name);
    }
  }
  if (rest > 0) names.set(OTHERS, `${rest.toLocaleString('en')} others`);
  const shares = counts.flatMap(({ phase, leaves }) =>
    [...names.keys()].flatMap((leaf) => {
      const rows = sum(leaves.filter(({ leafId }) => (shown.has(leafId) ? leafId : OTHERS) === leaf).map(rowsOf));
      return rows > 0 ? [{ leaf, phase, rows }] : [];
    }),
  );
  return { names, shares };
}

const keyOf = ({ leafId }: { leafId: string }) => leafId;
const rowsOf = ({ rows }: { rows: number }) => rows;

export type LeafTotal = { leafId: string; name: string; rows: number; byPhase: Partial<Record<Phase, number>> };

/** Every leaf with its own rows by phase, the largest first; leaves of the same size by name. */
export function leafTotals(counts: readonly PhaseCount[]): LeafTotal[] {
  const totals = new Map<string, LeafTotal>();
  for (const { phase, leaves } of counts) {
    for (const { leafId, name, rows } of leaves) {
      const leaf = totals.get(leafId) ?? { leafId, name, rows: 0, byPhase: {} };
      leaf.byPhase[phase] = (leaf.byPhase[phase] ?? 0) + rows;
      leaf.rows += rows;
      totals.set(leafId, leaf);
    }
  }
  return [...totals.values()]
    .filter(({ rows }) => rows > 0)
    .sort((a, b) => b.rows - a.rows || a.name.localeCompare(b.name));
}

/** One under the other, each in the middle of the room that its words need. */
function stack<T extends { height: number; slot: number }>(
  items: readonly T[],
): { items: (T & Span)[]; height: number } {
  let top = 0;
  const placed = items.map((item) => {
    const y = top + (item.slot - item.height) / 2;
    top += item.slot;
    return { ...item, y };
  });
  return { items: placed, height: top };
}

function partsOf({ phase, own, replayed }: PhaseCount, top: number, high: (rows: number) => number): MixPart[] {
  const parts = [
    { from: phase, isReplay: false, rows: own },
    ...replayed.map(({ from, rows }) => ({ from, isReplay: true, rows })),
  ].filter(({ rows }) => rows > 0);
  let y = top;
  return parts.map((part) => {
    const height = high(part.rows);
    y += height;
    return { ...part, y: y - height, height };
  });
}

function bandsOf(
  shares: readonly Share[],
  leaves: readonly MixLeaf[],
  phases: readonly MixPhase[],
  high: (rows: number) => number,
): MixBand[] {
  // How far each end is filled already.
  const filled = new Map<string, number>();
  const take = (key: string, from: number, height: number): Span => {
    const y = filled.get(key) ?? from;
    filled.set(key, y + height);
    return { y, height };
  };
  return phases.flatMap(({ phase, own, parts }) =>
    leaves.flatMap((leaf) => {
      const share = shares.find((each) => each.leaf === leaf.key && each.phase === phase);
      const room = parts.find(({ isReplay }) => !isReplay);
      if (!share || !room) return [];
      return {
        key: `${leaf.key} ${phase}`,
        phase,
        title: `${leaf.name}: ${share.rows.toLocaleString('en')}`,
        start: take(leaf.key, leaf.y, high(share.rows)),
        end: take(phase, room.y, (share.rows / own) * room.height),
      };
    }),
  );
}

/** From a phase's own rows round into each later phase that repeats some of them. */
const loopsOf = (phases: readonly MixPhase[]): MixLoop[] =>
  phases.flatMap(({ phase: to, parts }) =>
    parts.flatMap((part) => {
      if (!part.isReplay) return [];
      const source = phases.find(({ phase }) => phase === part.from)?.parts.find(({ isReplay }) => !isReplay);
      if (!source) return [];
      const start = { y: source.y, height: Math.min(source.height, part.height) };
      return { key: `${part.from} ${to}`, from: part.from, to, rows: part.rows, start, end: part };
    }),
  );

/** The outline of a band that runs from the left edge to the right one of a field so many units wide. */
export function bandPath({ start, end }: Pick<MixBand, 'start' | 'end'>, width: number): string {
  const half = width / 2;
  return [
    `M0 ${start.y}`,
    `C${half} ${start.y} ${half} ${end.y} ${width} ${end.y}`,
    `V${end.y + end.height}`,
    `C${half} ${end.y + end.height} ${half} ${start.y + start.height} 0 ${start.y + start.height}`,
    'Z',
  ].join('');
}

/** The outline of a loop that leaves at the left edge, bows out by `reach` and comes back further down. */
export function loopPath({ start, end }: Pick<MixLoop, 'start' | 'end'>, reach: number): string {
  // A cubic bows out to three quarters of where its handles are.
  const outer = reach / 0.75;
  const inner = Math.max(4, outer - 8);
  return [
    `M0 ${start.y}`,
    `C${outer} ${start.y} ${outer} ${end.y + end.height} 0 ${end.y + end.height}`,
    `V${end.y}`,
    `C${inner} ${end.y} ${inner} ${start.y + start.height} 0 ${start.y + start.height}`,
    'Z',
  ].join('');
}
