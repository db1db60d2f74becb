import { practiceMark, runStateNames } from '@/taxonomy/generation/vocabulary';
import {
  comparisonGroups,
  measureText,
  survivalRows,
  type Compared,
  type ComparisonMeasure,
} from '@/taxonomy/generation/vocabulary-comparison';

/** Runs side by side, as a table for the terminal. */
export function comparisonText(
  runs: readonly Compared[],
  { place, leaves }: { place: string | null; leaves: number },
): string {
  const table: string[][] = [
    ['', ...runs.map(({ run }) => run.id.slice(0, 8))],
    ['Teacher', ...runs.map(({ run }) => `${run.teacherName}${run.isPractice ? ` (${practiceMark})` : ''}`)],
    ['State', ...runs.map(({ run }) => runStateNames[run.state])],
  ];
  for (const { title, measures } of comparisonGroups) {
    table.push([], [title]);
    for (const { label, kind, of } of measures satisfies readonly ComparisonMeasure[]) {
      table.push([`  ${label}`, ...runs.map((run) => measureText(of(run), kind))]);
    }
  }
  table.push([], ['Kept by step']);
  for (const { pipeline, label, shares } of survivalRows(runs)) {
    table.push([`  ${pipeline}: ${label}`, ...shares.map((share) => measureText(share, 'share'))]);
  }
  const widths = [0, ...runs].map((_, column) => Math.max(...table.map((line) => line[column]?.length ?? 0)));
  const lines = table.map((line) =>
    line
      .map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
  return [`${place ?? 'The whole taxonomy'}, ${leaves} ${leaves === 1 ? 'leaf' : 'leaves'}`, '', ...lines].join('\n');
}
