'use client';

import { useMemo, useState } from 'react';
import type { ImportReport } from '@/taxonomy/seeds/contract';
import { countText, numberText } from '../numbers';
import { Button } from '../ui/button';
import { Checkbox } from '../ui/choice';
import {
  checkedOf,
  filtered,
  hasErrors,
  hintGroups,
  isSelectable,
  rowsOf,
  type Choice,
  type ImportFilter,
} from './import-choice';
import { ImportRows } from './import-rows';

/** `choice` is null after the import was written. */
type ImportReportViewProps = { report: ImportReport; choice: Choice | null };

/** The result for each file, done or planned, by folder, with its problems. */
export function ImportReportView({ report, choice }: ImportReportViewProps) {
  const [filter, setFilter] = useState<ImportFilter>('all');
  const { leaves } = report;
  const shown = useMemo(() => filtered(leaves, filter), [leaves, filter]);
  const rows = useMemo(() => rowsOf(shown), [shown]);
  const selectable = useMemo(() => shown.filter(isSelectable).map(({ file }) => file), [shown]);
  const withErrors = useMemo(() => leaves.filter(hasErrors).length, [leaves]);
  return (
    <>
      <p className="font-medium">
        {numberText(report.added)} new, {numberText(report.changed)} changed, {numberText(report.unchanged)} unchanged,{' '}
        {numberText(withErrors)} with errors
      </p>
      <Filters report={report} filter={filter} onFilter={setFilter} />
      <Hints report={report} filter={filter} onFilter={setFilter} />
      {choice && selectable.length > 0 && (
        <Checkbox
          label={`Select all ${countText(selectable.length, 'leaf', 'leaves')} shown`}
          checked={checkedOf(selectable, choice.leftOut)}
          onChange={(isChosen) => choice.onChoose(selectable, isChosen)}
        />
      )}
      <ImportRows
        rows={rows}
        choice={choice}
        showsHints={filter === 'hints' || typeof filter === 'object'}
        // Another filter is another list, which starts at its top.
        key={typeof filter === 'object' ? filter.hint : filter}
      />
    </>
  );
}

type FiltersProps = { report: ImportReport; filter: ImportFilter; onFilter: (filter: ImportFilter) => void };

const filters = [
  ['all', 'All'],
  ['added', 'New'],
  ['changed', 'Changed'],
  ['unchanged', 'Unchanged'],
  ['errors', 'With errors'],
  ['hints', 'With hints'],
] as const;

function Filters({ report: { leaves }, filter, onFilter }: FiltersProps) {
  const counts = useMemo(
    () => filters.map(([name, label]) => ({ name, label, count: filtered(leaves, name).length })),
    [leaves],
  );
  return (
    <div className="flex flex-wrap gap-2">
      {counts
        .filter(({ name, count }) => name === 'all' || name === filter || count > 0)
        .map(({ name, label, count }) => (
          <Button key={name} size="small" aria-pressed={filter === name} onClick={() => onFilter(name)}>
            {label} ({numberText(count)})
          </Button>
        ))}
    </div>
  );
}

/** Enough for any real taxonomy; the rest is under “With hints”. */
const MAX_HINTS = 50;

/** Every hint once, with a filter for its leaves: hundreds of leaves often share a few. */
function Hints({ report: { leaves }, filter, onFilter }: FiltersProps) {
  const groups = useMemo(() => hintGroups(leaves), [leaves]);
  if (groups.length === 0) return null;
  return (
    <details>
      <summary className="text-sm text-muted">{countText(groups.length, 'hint', 'different hints')}</summary>
      <ul className="mt-1 flex max-h-40 flex-col gap-1 overflow-y-auto text-sm">
        {groups.slice(0, MAX_HINTS).map(({ message, count }) => {
          const isShown = typeof filter === 'object' && filter.hint === message;
          return (
            <li key={message} className="flex items-start gap-2">
              <Button
                size="small"
                aria-pressed={isShown}
                onClick={() => onFilter(isShown ? 'all' : { hint: message })}
                className="tabular-nums"
              >
                {countText(count, 'leaf', 'leaves')}
              </Button>
              <span className="min-w-0 flex-1 pt-1">{message}</span>
            </li>
          );
        })}
      </ul>
    </details>
  );
}
