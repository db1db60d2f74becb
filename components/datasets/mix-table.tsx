import Link from 'next/link';
import type { LeafCount, PhaseCount } from '@/taxonomy/datasets/contract';
import { phaseNames, phases, type Phase } from '@/taxonomy/datasets/vocabulary';
import { numberText } from '../numbers';
import { Table, Td, Th, Tr } from '../ui/table';
import { replayedIn } from './replayed-in';
import { PhaseDot } from './phase-dot';

type MixTableProps = {
  phases: readonly PhaseCount[];
  /** The leaves shown, largest first. */
  leaves: readonly LeafCount[];
  /** The number of all leaves. */
  total: number;
};

/** The mix in numbers: leaves, the replay of each phase, and totals. */
export function MixTable({ phases: counts, leaves, total }: MixTableProps) {
  const countOf = (phase: Phase) => counts.find((each) => each.phase === phase);
  const own = (phase: Phase) => countOf(phase)?.own ?? 0;
  const replayOf = (from: Phase, into: Phase) => countOf(into)?.replayed.find((each) => each.from === from)?.rows ?? 0;
  const allOf = (phase: Phase) => own(phase) + replayedIn(countOf(phase) ?? { replayed: [] });
  const replaySources = phases.filter((from) => phases.some((into) => replayOf(from, into) > 0));
  const others = total - leaves.length;
  return (
    <Table label="Rows by leaf and phase">
      <thead>
        <tr>
          <Th>Leaf</Th>
          {phases.map((phase) => (
            <Th key={phase} isNumber>
              <PhaseDot phase={phase} /> {phaseNames[phase]}
            </Th>
          ))}
          <Th isNumber>All</Th>
        </tr>
      </thead>
      <tbody>
        {leaves.map(({ leafId, path, byPhase }) => (
          <Tr key={leafId}>
            <Td className="min-w-36">
              <Link href={`/taxonomy/${leafId}`} className="inline-block py-0.5 wrap-anywhere hover:underline">
                {path}
              </Link>
            </Td>
            <Counts of={(phase) => byPhase[phase]} />
          </Tr>
        ))}
        {others > 0 && (
          <Tr>
            <Td>{numberText(others)} more leaves</Td>
            <Counts of={(phase) => own(phase) - sum(leaves.map(({ byPhase }) => byPhase[phase]))} />
          </Tr>
        )}
        {replaySources.map((from) => (
          <Tr key={from}>
            <Td>Replayed: {phaseNames[from]}</Td>
            <Counts of={(into) => replayOf(from, into)} />
          </Tr>
        ))}
      </tbody>
      <tfoot>
        <tr className="border-t font-medium">
          <Td>All</Td>
          <Counts of={allOf} />
        </tr>
      </tfoot>
    </Table>
  );
}

const sum = (numbers: readonly number[]) => numbers.reduce((all, each) => all + each, 0);

const Counts = ({ of }: { of: (phase: Phase) => number }) => (
  <>
    {[...phases.map(of), sum(phases.map(of))].map((rows, i) => (
      <Td key={phases[i] ?? 'all'} isNumber>
        {rows === 0 ? <span className="text-muted">–</span> : numberText(rows)}
      </Td>
    ))}
  </>
);
