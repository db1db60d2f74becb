import type { Estimate } from '../shared/bootstrap';
import { element, label, picture } from '../shared/svg';
import { armLabels, arms, type Arm } from './design';
import type { Measures } from './measure';
import type { ProofResult } from './result';

const WIDTH = 720;
const LEFT = 250;
const RIGHT = 690;
const ROW = 15;
const GROUP = 3 * ROW + 14;

/** Those that are shares, so that they have one scale. */
const shown: { name: keyof Measures; label: string }[] = [
  { name: 'shown', label: 'Belongs to a leaf of its seeds' },
  { name: 'own', label: 'Belongs to the leaf it is for' },
  { name: 'evenness', label: 'Evenness over leaves' },
  { name: 'survival', label: 'Survives the filters' },
  { name: 'diversity', label: 'Diversity within leaves' },
];

const colours: Record<Arm, string> = { local: 'a', uniform: 'b', balanced: 'c' };

/** Above, shares with their 95 % intervals; below, how many rows each leaf got. */
export function drawResult(result: ProofResult): string {
  const parts: string[] = [...legend(28)];
  let y = 64;
  const toX = (value: number) => LEFT + Math.min(1, Math.max(0, value)) * (RIGHT - LEFT);
  parts.push(...scale(y, y + shown.length * GROUP, [0, 0.25, 0.5, 0.75, 1], toX, (value) => `${value * 100} %`));
  for (const { name, label: words } of shown) {
    parts.push(label(16, y + ROW * 1.5 + 10, words));
    for (const [i, arm] of arms.entries())
      parts.push(...interval(arm, result.arms[arm].estimates[name], y + 10 + i * ROW, toX));
    y += GROUP;
  }
  y += 56;
  parts.push(label(16, y - 16, 'Rows of each leaf (its seeds)', { class: 'strong' }));
  const most = Math.max(1, ...arms.flatMap((arm) => result.arms[arm].byLeaf));
  const toBar = (rows: number) => (rows / most) * (RIGHT - LEFT - 30);
  for (const [leaf, { name, seeds }] of result.leaves.entries()) {
    parts.push(label(16, y + ROW * 1.5 + 4, `${name} (${seeds})`));
    for (const [i, arm] of arms.entries()) {
      const rows = result.arms[arm].byLeaf[leaf] ?? 0;
      const top = y + i * ROW;
      parts.push(element('rect', { class: colours[arm], x: LEFT, y: top, width: toBar(rows), height: ROW - 4 }));
      parts.push(label(LEFT + toBar(rows) + 6, top + 10, `${rows}`, { class: 'small' }));
    }
    y += GROUP - 4;
  }
  const title = `Leaf-local, uniform and balanced seeds: shares with 95 % intervals, and rows of ${result.leaves.length} leaves`;
  return picture(WIDTH, y + 12, title, parts);
}

function legend(y: number): string[] {
  return arms.flatMap((arm, i) => {
    const x = 24 + i * 150;
    return [mark(arm, x, y), label(x + 14, y + 4, armLabels[arm], { class: 'strong' })];
  });
}

function scale(
  top: number,
  bottom: number,
  values: readonly number[],
  toX: (value: number) => number,
  inWords: (value: number) => string,
): string[] {
  return values.flatMap((value) => [
    element('line', { class: 'line', x1: toX(value), x2: toX(value), y1: top, y2: bottom }),
    label(toX(value), bottom + 16, inWords(value), { class: 'small', 'text-anchor': 'middle' }),
  ]);
}

function interval(arm: Arm, { value, low, high }: Estimate, y: number, toX: (value: number) => number): string[] {
  const line = { class: colours[arm], x1: toX(low), x2: toX(high), y1: y, y2: y, 'stroke-width': 2 };
  return [element('line', line), mark(arm, toX(value), y)];
}

/** A shape of its own for each arm, so that no colour has to be told from another. */
function mark(arm: Arm, x: number, y: number): string {
  const colour = { class: colours[arm] };
  if (arm === 'local') return element('circle', { ...colour, cx: x, cy: y, r: 5 });
  if (arm === 'uniform') return element('rect', { ...colour, x: x - 4.5, y: y - 4.5, width: 9, height: 9 });
  return element('path', { ...colour, d: `M${x.toFixed(1)} ${(y - 6).toFixed(1)}l6 6l-6 6l-6 -6z` });
}
