'use client';

import { useState } from 'react';
import type { FileProblem, ImportedLeaf, ImportReport } from '@/taxonomy/seeds/contract';
import { leafKindNames } from '@/taxonomy/tree/vocabulary';
import { countText, numberText } from '../numbers';
import { Badge, type Tone } from '../ui/badge';
import { Button } from '../ui/button';

const AT_ONCE = 100;

const outcomes = {
  invalid: { tone: 'rejected', rank: 0, word: 'left out' },
  added: { tone: 'approved', rank: 1, word: 'new' },
  changed: { tone: 'pending', rank: 2, word: 'changed' },
  skipped: { tone: 'neutral', rank: 3, word: 'skipped' },
  unchanged: { tone: 'neutral', rank: 4, word: 'unchanged' },
} as const satisfies Record<ImportedLeaf['outcome'], { tone: Tone; rank: number; word: string }>;

type Filter = 'all' | 'errors' | 'changes';

const errorsOf = (leaf: ImportedLeaf) => leaf.problems.filter((problem) => problem.severity === 'error');

const filters: Record<Filter, { label: string; has: (leaf: ImportedLeaf) => boolean }> = {
  all: { label: 'All', has: () => true },
  errors: { label: 'With problems', has: (leaf) => errorsOf(leaf).length > 0 },
  changes: { label: 'New and changed', has: ({ outcome }) => outcome === 'added' || outcome === 'changed' },
};

/** What each file is or would become; those with errors first, each with its place. */
export function ImportReportView({ report }: { report: ImportReport }) {
  const [shown, setShown] = useState(AT_ONCE);
  const [filter, setFilter] = useState<Filter>('all');
  const leaves = report.leaves
    .filter(filters[filter].has)
    .toSorted(
      (a, b) =>
        outcomes[a.outcome].rank - outcomes[b.outcome].rank || a.file.localeCompare(b.file, 'en', { numeric: true }),
    );
  const left = leaves.length - shown;
  const unfinished = report.leaves.filter((leaf) => leaf.outcome !== 'invalid' && errorsOf(leaf).length > 0).length;
  return (
    <>
      <p className="font-medium">
        {report.added} new, {report.changed} changed, {report.unchanged} unchanged, {report.invalid} with errors
      </p>
      {unfinished > 0 && (
        <p className="-mt-3 text-muted">
          {countText(unfinished, 'leaf comes', 'leaves come')} in with problems to fix before generating.
        </p>
      )}
      <CommonHints leaves={report.leaves} />
      <div className="flex flex-wrap gap-2">
        {filterNames.map((name) => (
          <Button key={name} size="small" aria-pressed={filter === name} onClick={() => setFilter(name)}>
            {filters[name].label} ({numberText(report.leaves.filter(filters[name].has).length)})
          </Button>
        ))}
      </div>
      <ul className="divide-y rounded-lg border">
        {leaves.slice(0, shown).map((leaf) => (
          <LeafLine key={leaf.file} leaf={leaf} />
        ))}
      </ul>
      {left > 0 && (
        <Button className="self-start" onClick={() => setShown(shown + AT_ONCE)}>
          Show {Math.min(left, AT_ONCE)} more of {numberText(left)}
        </Button>
      )}
    </>
  );
}

const filterNames = ['all', 'errors', 'changes'] as const;

const MOST_HINTS = 5;

/** The hints that many leaves have, each said once with the number of leaves. */
function CommonHints({ leaves }: { leaves: readonly ImportedLeaf[] }) {
  const counts = new Map<string, number>();
  for (const { problems } of leaves) {
    for (const message of new Set(problems.map((problem) => problem.message)))
      counts.set(message, (counts.get(message) ?? 0) + 1);
  }
  const common = [...counts].filter(([, count]) => count > 1).toSorted(([, a], [, b]) => b - a);
  if (common.length === 0) return null;
  return (
    <details>
      <summary className="text-sm text-muted">Hints that several leaves share</summary>
      <ul className="mt-1 flex flex-col gap-1 text-sm">
        {common.slice(0, MOST_HINTS).map(([message, count]) => (
          <li key={message}>
            <span className="text-muted">{countText(count, 'leaf', 'leaves')}:</span> {message}
          </li>
        ))}
      </ul>
    </details>
  );
}

function LeafLine({ leaf }: { leaf: ImportedLeaf }) {
  const errors = errorsOf(leaf);
  const warnings = leaf.problems.filter((problem) => problem.severity === 'warning');
  const { tone, word } = outcomes[leaf.outcome];
  const isUnfinished = errors.length > 0 && leaf.outcome !== 'invalid';
  return (
    <li className="flex flex-col gap-1 px-3 py-2">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Badge tone={isUnfinished ? 'pending' : tone}>
          {word}
          {isUnfinished && `, ${countText(errors.length, 'problem', 'problems')}`}
        </Badge>
        <span className="min-w-0 flex-1 text-code">{leaf.file}</span>
        {leaf.kind && (
          <span className="text-sm text-muted">
            {leafKindNames[leaf.kind]}, {countText(leaf.seedCount, 'seed', 'seeds')}
          </span>
        )}
      </div>
      <Problems problems={errors} />
      {warnings.length > 0 && (
        <details>
          <summary className="text-sm text-muted">{countText(warnings.length, 'hint', 'hints')}</summary>
          <Problems problems={warnings} />
        </details>
      )}
    </li>
  );
}

const Problems = ({ problems }: { problems: readonly FileProblem[] }) => (
  <ul className="flex flex-col gap-1 text-sm">
    {problems.map((problem, i) => (
      <li key={i} className={problem.severity === 'error' ? 'text-rejected' : 'text-warning'}>
        {problem.line !== null && (
          <span className="text-muted tabular-nums">
            Line {problem.line}
            {problem.column !== null && `, column ${problem.column}`}:{' '}
          </span>
        )}
        {problem.message}
      </li>
    ))}
  </ul>
);
