'use client';

import { clsx } from 'clsx';
import { diffWordsWithSpace } from 'diff';
import { useMemo } from 'react';
import { pairParts } from './leaf-diff';
import type { Side } from './leaf-merge';
import type { Unit } from './leaf-units';

type ConflictSidesProps = { mine: Unit | null; theirs: Unit | null; who: string; chosen: Side };

/** The two versions of one place side by side, with the words marked that only one of them has. */
export function ConflictSides({ mine, theirs, who, chosen }: ConflictSidesProps) {
  const pairs = pairParts(mine?.parts ?? [], theirs?.parts ?? []);
  return (
    <div className="grid gap-3 md:grid-cols-2">
      <Column title="Mine" isChosen={chosen === 'mine'} isThere={mine !== null}>
        {pairs.map((pair) => (
          <Marked key={pair.label} label={pair.label} own={pair.before} other={pair.after} />
        ))}
      </Column>
      <Column title={`${who}’s`} isChosen={chosen === 'theirs'} isThere={theirs !== null}>
        {pairs.map((pair) => (
          <Marked key={pair.label} label={pair.label} own={pair.after} other={pair.before} />
        ))}
      </Column>
    </div>
  );
}

type ColumnProps = { title: string; isChosen: boolean; isThere: boolean; children: React.ReactNode };

const Column = ({ title, isChosen, isThere, children }: ColumnProps) => (
  <div
    className={clsx(
      'flex min-w-0 flex-col gap-2 rounded-md border p-3',
      isChosen ? 'border-accent bg-accent-soft' : 'bg-sunken',
    )}
  >
    <p className="text-sm font-medium">
      {title}
      {isChosen && <span className="font-normal text-muted"> (stays)</span>}
    </p>
    {isThere ? children : <p className="text-muted">Not in this version.</p>}
  </div>
);

const MAX_CHARACTERS = 20_000;

function Marked({ label, own, other }: { label: string; own: string; other: string }) {
  const parts = useMemo(
    () =>
      own.length + other.length > MAX_CHARACTERS
        ? [{ value: own, added: true }]
        : diffWordsWithSpace(other, own).filter((part) => !part.removed),
    [own, other],
  );
  return (
    <div>
      <p className="text-sm text-muted">{label}</p>
      <p className="whitespace-pre-wrap">
        {parts.map((part, i) =>
          part.added ? (
            <mark
              key={i}
              className="bg-warning-soft text-ink underline decoration-warning decoration-2 underline-offset-2"
            >
              {part.value}
            </mark>
          ) : (
            <span key={i}>{part.value}</span>
          ),
        )}
      </p>
    </div>
  );
}
