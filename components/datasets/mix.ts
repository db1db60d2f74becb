import { sankey } from 'd3-sankey';
import type { LargestLeaves, LeafCount, PhaseCount } from '@/taxonomy/datasets/contract';
import { phases as phasesInOrder, type Phase } from '@/taxonomy/datasets/vocabulary';
import { numberText } from '../numbers';
import { replayedIn } from './replayed-in';

/** A part of a column: its top and its height, in px. */
type Span = { y: number; height: number };

/** A leaf, or all smaller leaves together. */
export type MixLeaf = Span & { key: string; name: string; path: string; rows: number };
export type MixPhase = Span & { phase: Phase; own: number; replayed: number; parts: MixPart[] };
/** A part of a phase: its own rows, or those of an earlier phase. */
export type MixPart = Span & { from: Phase; isReplay: boolean; rows: number };
/** Rows drawn from one place to another. */
export type MixBand = { key: string; phase: Phase; title: string; start: Span; end: Span };
export type MixLoop = { key: string; from: Phase; to: Phase; rows: number; start: Span; end: Span };

export type Mix = { height: number; leaves: MixLeaf[]; phases: MixPhase[]; bands: MixBand[]; loops: MixLoop[] };

/** The height of all rows together, including replayed ones; the gaps are added to it. */
const ROWS_HEIGHT = 320;
/** Space for a line of text between two leaves. */
const GAP = 28;
/** The minimum height, so that one row in a million is still visible. */
const MIN_HEIGHT = 2;

const OTHERS = 'others';

/** One leaf's rows by phase; `others` stands for all that are not among the largest. */
type Source = { key: string; name: string; path: string; byPhase: Record<Phase, number> };

/**
 * Computes the layout of the picture: leaves on the left, phases on the right, and bands between them, with heights in
 * proportion to rows. The largest leaves are named; the smaller ones are one band. Replayed rows are part of a phase's
 * height, and drawn as a loop from the phase where they come first.
 */
export function layOutMix(counts: readonly PhaseCount[], leaves: LargestLeaves): Mix {
  const inOrder = phasesInOrder.map((phase) => counts.find((each) => each.phase === phase) ?? emptyPhase(phase));
  const sources = sourcesOf(inOrder, leaves);
  if (sources.length === 0) return emptyMix(inOrder);
  const flows = phasesInOrder.flatMap((phase) =>
    sources.filter(({ byPhase }) => byPhase[phase] > 0).map((leaf) => ({ leaf, phase, rows: leaf.byPhase[phase] })),
  );
  const graph = {
    nodes: [
      ...sources.map((source) => ({ id: source.key, column: 0, fixedValue: sum(Object.values(source.byPhase)) })),
      ...inOrder.map((count) => ({ id: count.phase, column: 1, fixedValue: count.own + replayedIn(count) })),
    ],
    links: flows.map(({ leaf, phase, rows }) => ({ source: leaf.key, target: phase, value: rows })),
  };
  const height = ROWS_HEIGHT + GAP * Math.max(sources.length, inOrder.length);
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
  const phases = inOrder.map((count): MixPhase => {
    const span = spanOf(count.phase);
    return { phase: count.phase, own: count.own, replayed: replayedIn(count), ...span, parts: partsOf(count, span) };
  });
  return {
    height,
    leaves: sources.map(({ key, name, path, byPhase }) => ({
      key,
      name,
      path,
      rows: sum(Object.values(byPhase)),
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

const emptyMix = (counts: readonly PhaseCount[]): Mix => ({
  height: GAP * counts.length,
  leaves: [],
  phases: counts.map(({ phase, own }, i) => ({ phase, own, replayed: 0, parts: [], y: GAP * (i + 0.5), height: 0 })),
  bands: [],
  loops: [],
});

const emptyPhase = (phase: Phase): PhaseCount => ({ phase, own: 0, replayed: [] });
const sum = (numbers: readonly number[]) => numbers.reduce((all, each) => all + each, 0);

/** The largest leaves in the order of their first phase, then the rest of each phase for all other leaves. */
function sourcesOf(counts: readonly PhaseCount[], { largest, total }: LargestLeaves): Source[] {
  const firstPhase = ({ byPhase }: LeafCount) => phasesInOrder.findIndex((phase) => byPhase[phase] > 0);
  const shown = largest.toSorted((a, b) => firstPhase(a) - firstPhase(b) || b.rows - a.rows);
  const names = shortNames(shown.map(({ path }) => path));
  const sources = shown.map(({ leafId, path, byPhase }, i) => ({ key: leafId, name: names[i] ?? path, path, byPhase }));
  if (total <= largest.length) return sources;
  const rest = (phase: Phase) =>
    (counts.find((each) => each.phase === phase)?.own ?? 0) - sum(shown.map(({ byPhase }) => byPhase[phase]));
  const name = `${numberText(total - largest.length)} others`;
  const byPhase = {
    knowledge_short: rest('knowledge_short'),
    knowledge_long: rest('knowledge_long'),
    skills: rest('skills'),
  };
  return [...sources, { key: OTHERS, name, path: name, byPhase }];
}

/** The last name of each path; if two are equal, with the folder above. */
export function shortNames(paths: readonly string[]): string[] {
  const last = (path: string, names: number) => path.split('/').slice(-names).join('/');
  const short = paths.map((path) => last(path, 1));
  return paths.map((path, i) => (short.filter((name) => name === short[i]).length > 1 ? last(path, 2) : last(path, 1)));
}

function partsOf({ phase, own, replayed }: PhaseCount, { y: top, height }: Span): MixPart[] {
  const parts = [
    { from: phase, isReplay: false, rows: own },
    ...replayed.map(({ from, rows }) => ({ from, isReplay: true, rows })),
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
  phases.flatMap(({ phase: to, parts }) =>
    parts.flatMap((part) => {
      if (!part.isReplay) return [];
      const source = phases.find(({ phase }) => phase === part.from)?.parts.find(({ isReplay }) => !isReplay);
      if (!source) return [];
      const start = { y: source.y, height: Math.min(source.height, part.height) };
      return { key: `${part.from} ${to}`, from: part.from, to, rows: part.rows, start, end: part };
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
