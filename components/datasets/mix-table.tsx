'use client';

import Link from 'next/link';
import { useMemo, useState } from 'react';
import type { PhaseCount } from '@/taxonomy/datasets/contract';
import { phaseNames, phases, type Phase } from '@/taxonomy/datasets/vocabulary';
import { numberText } from '../generation/numbers';
import { Button } from '../ui/button';
import { Table, Td, Th, Tr } from '../ui/table';
import { leafTotals, replayedIn } from './mix';

const STEP = 50;

/** The picture in numbers: every leaf, what each phase repeats, and what it comes to. */
export function MixTable({ phases: counts }: { phases: readonly PhaseCount[] }) {
  const [shown, setShown] = useState(STEP);
  const leaves = useMemo(() => leafTotals(counts), [counts]);
  const countOf = (phase: Phase) => counts.find((each) => each.phase === phase);
  const replaySources = phases.filter((from) =>
    counts.some(({ replayed }) => replayed.some((each) => each.from === from)),
  );
  const replayOf = (from: Phase, into: Phase) => countOf(into)?.replayed.find((each) => each.from === from)?.rows ?? 0;
  const totalOf = (phase: Phase) => {
    const count = countOf(phase);
    return count ? count.own + replayedIn(count) : 0;
  };
  return (
    <>
      <Table label="Rows by leaf and phase">
        <thead>
          <tr>
            <Th>Leaf</Th>
            {phases.map((phase) => (
              <Th key={phase} isNumber>
                {phaseNames[phase]}
              </Th>
            ))}
            <Th isNumber>All</Th>
          </tr>
        </thead>
        <tbody>
          {leaves.slice(0, shown).map(({ leafId, name, rows, byPhase }) => (
            <Tr key={leafId}>
              <Td className="min-w-36">
                <Link href={`/taxonomy/${leafId}`} className="inline-block py-0.5 hover:underline">
                  {name}
                </Link>
              </Td>
              {phases.map((phase) => (
                <Count key={phase} rows={byPhase[phase] ?? 0} />
              ))}
              <Count rows={rows} />
            </Tr>
          ))}
          {replaySources.map((from) => (
            <Tr key={from}>
              <Td>Replayed: {phaseNames[from]}</Td>
              {phases.map((into) => (
                <Count key={into} rows={replayOf(from, into)} />
              ))}
              <Count rows={sum(phases.map((into) => replayOf(from, into)))} />
            </Tr>
          ))}
        </tbody>
        <tfoot>
          <tr className="border-t font-medium">
            <Td>All</Td>
            {phases.map((phase) => (
              <Count key={phase} rows={totalOf(phase)} />
            ))}
            <Count rows={sum(phases.map(totalOf))} />
          </tr>
        </tfoot>
      </Table>
      {leaves.length > shown && (
        <Button size="small" className="mt-2" onClick={() => setShown(shown + STEP)}>
          Show more of {numberText(leaves.length)} leaves
        </Button>
      )}
    </>
  );
}

const sum = (numbers: readonly number[]) => numbers.reduce((all, each) => all + each, 0);

const Count = ({ rows }: { rows: number }) => (
  <Td isNumber>{rows === 0 ? <span className="text-muted">–</span> : numberText(rows)}</Td>
);
