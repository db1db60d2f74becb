'use client';

import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef } from 'react';
import type { FileProblem, ImportedLeaf } from '@/taxonomy/seeds/contract';
import { leafKindNames } from '@/taxonomy/tree/vocabulary';
import { countText } from '../numbers';
import { Badge, type Tone } from '../ui/badge';
import { Checkbox } from '../ui/choice';
import {
  checkedOf,
  errorsOf,
  hintsOf,
  isSelectable,
  type Choice,
  type FolderRow,
  type ImportRow,
  type LeafRow,
} from './import-choice';

const outcomes = {
  invalid: { tone: 'rejected', word: 'cannot be imported' },
  added: { tone: 'approved', word: 'new' },
  changed: { tone: 'accent', word: 'changed' },
  skipped: { tone: 'neutral', word: 'left out' },
  unchanged: { tone: 'neutral', word: 'unchanged' },
} as const satisfies Record<ImportedLeaf['outcome'], { tone: Tone; word: string }>;

type ImportRowsProps = {
  rows: readonly ImportRow[];
  choice: Choice | null;
  /** Whether a leaf's hints are listed. Otherwise they are only counted, because the list above has each once. */
  showsHints: boolean;
};

const ROW_HEIGHT = 36;

/** A list of any length: only the visible rows are in the document. */
export function ImportRows({ rows, choice, showsHints }: ImportRowsProps) {
  const scroller = useRef<HTMLDivElement>(null);
  // Nothing here is memoised by a compiler, and its functions are not handed on.
  // oxlint-disable-next-line react/incompatible-library
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    getItemKey: (index) => keyOf(rows[index], index),
    overscan: 8,
  });
  return (
    <div
      ref={scroller}
      // Without checkboxes, this lets the keyboard reach the list and scroll it.
      tabIndex={choice ? undefined : 0}
      role="group"
      aria-label="Leaves of the import"
      className="max-h-[45dvh] min-h-24 overflow-y-auto rounded-lg border"
    >
      <ul className="relative" style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map(({ index, key, start }) => {
          const row = rows[index];
          return (
            row && (
              <li
                key={key}
                ref={virtualizer.measureElement}
                data-index={index}
                aria-setsize={rows.length}
                aria-posinset={index + 1}
                className="absolute inset-x-0 top-0 border-b px-3 py-1.5"
                style={{ transform: `translateY(${start}px)`, paddingLeft: 12 + row.depth * 16 }}
              >
                {row.kind === 'folder' ? (
                  <Folder row={row} choice={choice} />
                ) : (
                  <Leaf row={row} choice={choice} showsHints={showsHints} />
                )}
              </li>
            )
          );
        })}
      </ul>
    </div>
  );
}

const keyOf = (row: ImportRow | undefined, index: number): string | number =>
  row?.kind === 'folder' ? row.path : (row?.leaf.file ?? index);

function Folder({ row: { name, selectable }, choice }: { row: FolderRow; choice: Choice | null }) {
  if (!choice || selectable.length === 0) return <span className="font-medium">{name}</span>;
  return (
    <Checkbox
      label={<span className="font-medium">{name}</span>}
      checked={checkedOf(selectable, choice.leftOut)}
      onChange={(isChosen) => choice.onChoose(selectable, isChosen)}
    />
  );
}

type LeafProps = { row: LeafRow; choice: Choice | null; showsHints: boolean };

function Leaf({ row: { leaf, name }, choice, showsHints }: LeafProps) {
  const errors = errorsOf(leaf);
  const hints = hintsOf(leaf);
  const { tone, word } = outcomes[leaf.outcome];
  const isUnfinished = errors.length > 0 && leaf.outcome !== 'invalid';
  const isLeftOut = choice?.leftOut.has(leaf.file) ?? false;
  return (
    <div className="flex flex-col gap-1">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className="min-w-0 flex-1 basis-40" title={leaf.file}>
          {choice && isSelectable(leaf) ? (
            <Checkbox
              label={name}
              checked={!isLeftOut}
              onChange={(isChosen) => choice.onChoose([leaf.file], isChosen)}
            />
          ) : (
            name
          )}
        </span>
        {leaf.kind && (
          <span className="text-sm text-muted">
            {leafKindNames[leaf.kind]}, {countText(leaf.seedCount, 'seed', 'seeds')}
            {hints.length > 0 && !showsHints && `, ${countText(hints.length, 'hint', 'hints')}`}
          </span>
        )}
        <Badge tone={isUnfinished ? 'pending' : tone}>
          {word}
          {isUnfinished && `, ${countText(errors.length, 'error', 'errors')}`}
        </Badge>
      </div>
      {isUnfinished && isLeftOut && (
        <p className="text-sm text-muted">Not selected because of its errors. Select it to import it unfinished.</p>
      )}
      <Problems problems={errors} />
      {(showsHints || leaf.outcome === 'skipped') && <Problems problems={hints} />}
    </div>
  );
}

const Problems = ({ problems }: { problems: readonly FileProblem[] }) =>
  problems.length > 0 && (
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
