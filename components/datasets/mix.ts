import { sankey } from 'd3-sankey';
import type { LargestLeaves, LeafCount, PhaseCount } from '@/taxonomy/datasets/contract-counts';
import { numberText } from '../numbers';
import { replayedIn } from './replayed-in';

/** A part of a column: its top and its height, in px. */
type Span = { y: number; height: number };

/** A leaf, or all smaller leaves together. */
export type MixLeaf = Span & { key: string; name: string; path: string; rows: number };
export type MixPhase = Span &
  Pick<PhaseCount, 'key' | 'name' | 'own'> & { held: number; replayed: number; parts: MixPart[] };
/** A part of a phase: its own rows for training, those held out, or those of a source that it repeats. */
export type MixPart = Span & {
  key: string;
  kind: 'own' | 'held' | 'replayed';
  /** The place of the phase whose rows these are; null for sources outside the version. */
  from: number | null;
  name: string;
  rows: number;
};
/** Rows drawn from one place to another; phases by their places. */
export type MixBand = { key: string; phase: number; title: string; start: Span; end: Span };
export type MixLoop = { key: string; from: number; to: number; name: string; rows: number; start: Span; end: Span };

export type Mix = { height: number; leaves: MixLeaf[]; phases: MixPhase[]; bands: MixBand[]; loops: MixLoop[] };

/** The height of all rows together, including replayed ones; the gaps are added to it. */
const ROWS_HEIGHT = 320;
/** Space for a line of text between two leaves. */
const GAP = 28;
/** The minimum height, so that one row in a million is still visible. */
const MIN_HEIGHT = 2;

const OTHERS = 'others';

/** One leaf's rows by phase; `others` stands for all that are not among the largest. */
type Source = { key: string; name: string; path: string; byPhase: readonly number[] };

/**
 * Computes the layout of the picture: leaves on the left, phases on the right, and bands between them, with heights in
 * proportion to rows. The largest leaves are named; the smaller ones are one band. Replayed rows are part of a phase's
 * height, and drawn as a loop from the phase where they come first.
 */
export function layOutMix(counts: readonly PhaseCount[], leaves: LargestLeaves): Mix {
  const sources = sourcesOf(counts, leaves);
  if (sources.length === 0) return emptyMix(counts);
  const flows = counts.flatMap((_, phase) =>
    sources.flatMap((leaf) => {
      const rows = leaf.byPhase[phase] ?? 0;
      return rows > 0 ? { leaf, phase, rows } : [];
    }),
  );
  const graph = {
    nodes: [
      ...sources.map((source) => ({ id: source.key, column: 0, fixedValue: sum(source.byPhase) })),
      ...counts.map((count, phase) => ({ id: idOf(phase), column: 1, fixedValue: allOf(count) + replayedIn(count) })),
    ],
    links: flows.map(({ leaf, phase, rows }) => ({ source: leaf.key, target: idOf(phase), value: rows })),
  };
  const height = ROWS_HEIGHT + GAP * Math.max(sources.length, counts.length);
  const { nodes, links } = sankey<(typeof graph.nodes)[number], (typeof graph.links)[number]>()
    .nodeId(({ id }) => id)
    .nodeAlign(({ column }) => column)
    // Keep the given order: leaves by phase and size, and the bands of a phase from its top.
    .nodeSort(null)
    .linkSort(null)
    .nodePadding(GAP)
    .extent([
      [0, GAP / 2],
      [1, height - GAP / 2],
    ])(graph);
  const spanOf = (id: string): Span => {
    const node = nodes.find((each) => each.id === id);
    const height = (node?.y1 ?? 0) - (node?.y0 ?? 0);
    return { y: node?.y0 ?? 0, height: height > 0 ? Math.max(MIN_HEIGHT, height) : 0 };
  };
  const phases = counts.map((count, place): MixPhase => {
    const span = spanOf(idOf(place));
    return { ...facts(count), ...span, parts: partsOf(counts, place, span) };
  });
  return {
    height,
    leaves: sources.map(({ key, name, path, byPhase }) => ({
      key,
      name,
      path,
      rows: sum(byPhase),
      ...spanOf(key),
    })),
    phases,
    bands: flows.map(({ leaf, phase, rows }, i) => {
      const { width = 0, y0 = 0, y1 = 0 } = links[i] ?? {};
      const at = (middle: number): Span => ({ y: middle - width / 2, height: Math.max(MIN_HEIGHT, width) });
      const title = `${leaf.path}: ${numberText(rows)}`;
      return { key: `${leaf.key} ${phase}`, phase, title, start: at(y0), end: at(y1) };
    }),
    loops: loopsOf(phases),
  };
}

const idOf = (phase: number): string => `phase ${phase}`;

const facts = (count: PhaseCount) => ({
  key: count.key,
  name: count.name,
  own: count.own,
  held: count.validation + count.test,
  replayed: replayedIn(count),
});

/** A phase's own rows of all splits, as its leaves count them. */
const allOf = ({ own, validation, test }: PhaseCount): number => own + validation + test;

const emptyMix = (counts: readonly PhaseCount[]): Mix => ({
  height: GAP * counts.length,
  leaves: [],
  phases: counts.map((count, i) => ({ ...facts(count), parts: [], y: GAP * (i + 0.5), height: 0 })),
  bands: [],
  loops: [],
});

const sum = (numbers: readonly number[]) => numbers.reduce((all, each) => all + each, 0);

/** The largest leaves in the order of their first phase, then the rest of each phase for all other leaves. */
function sourcesOf(counts: readonly PhaseCount[], { largest, total }: LargestLeaves): Source[] {
  const firstPhase = ({ byPhase }: LeafCount) => byPhase.findIndex((rows) => rows > 0);
  const shown = largest.toSorted((a, b) => firstPhase(a) - firstPhase(b) || b.rows - a.rows);
  const names = shortNames(shown.map(({ path }) => path));
  const sources = shown.map(({ leafId, path, byPhase }, i) => ({ key: leafId, name: names[i] ?? path, path, byPhase }));
  if (total <= largest.length) return sources;
  const name = `${numberText(total - largest.length)} others`;
  const byPhase = counts.map((count, phase) =>
    Math.max(0, allOf(count) - sum(shown.map((leaf) => leaf.byPhase[phase] ?? 0))),
  );
  return [...sources, { key: OTHERS, name, path: name, byPhase }];
}

/** The last name of each path; if two are equal, with the folder above. */
export function shortNames(paths: readonly string[]): string[] {
  const last = (path: string, names: number) => path.split('/').slice(-names).join('/');
  const short = paths.map((path) => last(path, 1));
  return paths.map((path, i) => (short.filter((name) => name === short[i]).length > 1 ? last(path, 2) : last(path, 1)));
}

function partsOf(counts: readonly PhaseCount[], place: number, { y: top, height }: Span): MixPart[] {
  const count = counts[place];
  if (!count) return [];
  const { name, own, replayed } = count;
  const held = count.validation + count.test;
  const parts = [
    { key: 'own', kind: 'own' as const, from: place, name, rows: own },
    { key: 'held', kind: 'held' as const, from: place, name, rows: held },
    ...replayed.map((source, i) => {
      const from = counts.findIndex(({ key }) => key === source.phase);
      return {
        key: `replayed ${i}`,
        kind: 'replayed' as const,
        from: from < 0 ? null : from,
        name: source.name,
        rows: source.rows,
      };
    }),
  ].filter(({ rows }) => rows > 0);
  const all = sum(parts.map(({ rows }) => rows));
  let y = top;
  return parts.map((part) => {
    const share = (part.rows / all) * height;
    y += share;
    return { ...part, y: y - share, height: share };
  });
}

/** A loop from a phase's own rows to each later phase that repeats some of them. */
const loopsOf = (phases: readonly MixPhase[]): MixLoop[] =>
  phases.flatMap(({ parts }, to) =>
    parts.flatMap((part) => {
      if (part.kind !== 'replayed' || part.from === null) return [];
      const source = phases[part.from]?.parts.find(({ kind }) => kind === 'own');
      if (!source) return [];
      const start = { y: source.y, height: Math.min(source.height, part.height) };
      const { from, name, rows } = part;
      return { key: `${from} ${to} ${part.key}`, from, to, name, rows, start, end: part };
    }),
  );

/** The outline of a band from the left to the right edge of an area of the given width. */
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

/** The outline of a loop that starts at the left edge, curves out by `reach` and comes back further down. */
export function loopPath({ start, end }: Pick<MixLoop, 'start' | 'end'>, reach: number): string {
  // A cubic curve reaches three quarters of the distance to its control points.
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
