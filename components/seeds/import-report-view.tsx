'use client';

import { useState } from 'react';
import type { FileProblem, ImportedLeaf, ImportReport } from '@/taxonomy/seeds/contract';
import { leafKindNames } from '@/taxonomy/tree/vocabulary';
import { Badge, type Tone } from '../ui/badge';
import { Button } from '../ui/button';
import { counted } from './problems';

const AT_ONCE = 100;

const outcomes = {
  invalid: { tone: 'rejected', rank: 0, word: 'left out' },
  added: { tone: 'approved', rank: 1, word: 'new' },
  changed: { tone: 'pending', rank: 2, word: 'changed' },
  skipped: { tone: 'neutral', rank: 3, word: 'skipped' },
  unchanged: { tone: 'neutral', rank: 4, word: 'unchanged' },
} as const satisfies Record<ImportedLeaf['outcome'], { tone: Tone; rank: number; word: string }>;

/** What each file is or would become; those with errors first, each with its place. */
export function ImportReportView({ report }: { report: ImportReport }) {
  const [shown, setShown] = useState(AT_ONCE);
  const leaves = report.leaves.toSorted(
    (a, b) => outcomes[a.outcome].rank - outcomes[b.outcome].rank || a.file.localeCompare(b.file, 'en'),
  );
  const left = leaves.length - shown;
  return (
    <>
      <p className="font-medium">
        {report.added} new, {report.changed} changed, {report.unchanged} unchanged, {report.invalid} with errors
      </p>
      <ul className="divide-y rounded-lg border">
        {leaves.slice(0, shown).map((leaf) => (
          <LeafLine key={leaf.file} leaf={leaf} />
        ))}
      </ul>
      {left > 0 && (
        <Button className="self-start" onClick={() => setShown(shown + AT_ONCE)}>
          Show {Math.min(left, AT_ONCE)} more of {left.toLocaleString('en')}
        </Button>
      )}
    </>
  );
}

function LeafLine({ leaf }: { leaf: ImportedLeaf }) {
  const errors = leaf.problems.filter((problem) => problem.severity === 'error');
  const warnings = leaf.problems.filter((problem) => problem.severity === 'warning');
  return (
    <li className="flex flex-col gap-1 px-3 py-2">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Badge tone={outcomes[leaf.outcome].tone}>{outcomes[leaf.outcome].word}</Badge>
        <span className="min-w-0 flex-1 text-code">{leaf.file}</span>
        {leaf.kind && (
          <span className="text-sm text-muted">
            {leafKindNames[leaf.kind]}, {counted(leaf.seedCount, 'seed', 'seeds')}
          </span>
        )}
      </div>
      <Problems problems={errors} />
      {warnings.length > 0 && (
        <details>
          <summary className="text-sm text-muted">{counted(warnings.length, 'hint', 'hints')}</summary>
          <Problems problems={warnings} />
        </details>
      )}
    </li>
  );
}

const Problems = ({ problems }: { problems: readonly FileProblem[] }) => (
  <ul className="flex flex-col gap-1 text-sm">
    {problems.map((problem, i) => (
      <li key={i} className={problem.severity === 'error' ? 'text-rejected' : 'text-pending'}>
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
