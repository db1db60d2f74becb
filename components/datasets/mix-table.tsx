import Link from 'next/link';
import type { LeafCount, PhaseCount } from '@/taxonomy/datasets/contract-counts';
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

/** The mix in numbers: leaves, the replay of each phase, held-out rows, and totals. */
export function MixTable({ phases, leaves, total }: MixTableProps) {
  const others = total - leaves.length;
  const ownOfAll = ({ own, validation, test }: PhaseCount) => own + validation + test;
  const sources = [...new Set(phases.flatMap(({ replayed }) => replayed.map(({ name }) => name)))];
  const isHeldOut = phases.some(({ validation, test }) => validation + test > 0);
  return (
    <Table label="Rows by leaf and phase">
      <thead>
        <tr>
          <Th>Leaf</Th>
          {phases.map(({ key, name }, place) => (
            <Th key={key} isNumber>
              <PhaseDot place={place} /> {name}
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
            <Counts rows={byPhase} />
          </Tr>
        ))}
        {others > 0 && (
          <Tr>
            <Td>{numberText(others)} more leaves</Td>
            <Counts
              rows={phases.map((phase, i) => ownOfAll(phase) - sum(leaves.map(({ byPhase }) => byPhase[i] ?? 0)))}
            />
          </Tr>
        )}
        {sources.map((source) => (
          <Tr key={source}>
            <Td>Replayed: {source}</Td>
            <Counts
              rows={phases.map(({ replayed }) =>
                sum(replayed.filter(({ name }) => name === source).map(({ rows }) => rows)),
              )}
            />
          </Tr>
        ))}
        {isHeldOut && (
          <>
            <Tr>
              <Td>Held out for validation</Td>
              <Counts rows={phases.map(({ validation }) => -validation)} />
            </Tr>
            <Tr>
              <Td>Held out for test</Td>
              <Counts rows={phases.map(({ test }) => -test)} />
            </Tr>
          </>
        )}
      </tbody>
      <tfoot>
        <tr className="border-t font-medium">
          <Td>{isHeldOut ? 'For training' : 'All'}</Td>
          <Counts rows={phases.map((phase) => phase.own + replayedIn(phase))} />
        </tr>
      </tfoot>
    </Table>
  );
}

const sum = (numbers: readonly number[]) => numbers.reduce((all, each) => all + each, 0);

/** Numbers by phase, and their sum. */
const Counts = ({ rows }: { rows: readonly number[] }) => (
  <>
    {[...rows, sum(rows)].map((count, i) => (
      <Td key={i} isNumber>
        {count === 0 ? <span className="text-muted">–</span> : numberText(count)}
      </Td>
    ))}
  </>
);
