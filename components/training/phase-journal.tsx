import type { TrainingPhase } from '@/taxonomy/training/contract-runs';
import { trainerNames } from '@/taxonomy/training/vocabulary-runs';
import { countText, numberText, shortNumber } from '../numbers';
import { Badge } from '../ui/badge';
import { Table, Td, Th, Tr } from '../ui/table';
import { When } from '../ui/when';
import { metricNumber } from './lanes';

type PhaseJournalProps = { phases: readonly TrainingPhase[]; isFollowed: boolean };

/** What happened in each phase, in the order of training. */
export const PhaseJournal = ({ phases, isFollowed }: PhaseJournalProps) => (
  <Table label="Phases, in the order of training" className="min-w-4xl">
    <thead>
      <tr>
        <Th>Phase</Th>
        <Th>State</Th>
        <Th>Began</Th>
        <Th>Last log</Th>
        <Th isNumber>Steps</Th>
        <Th isNumber>Epochs</Th>
        <Th isNumber>Tokens seen</Th>
        <Th isNumber>Loss</Th>
        <Th isNumber>Checkpoints</Th>
      </tr>
    </thead>
    <tbody>
      {phases.map((phase) => (
        <Tr key={phase.id}>
          <th scope="row" className="px-2 py-1.5 text-left align-top font-medium">
            {phase.name} <span className="block text-sm font-normal text-muted">{trainerNames[phase.trainer]}</span>
          </th>
          <Td className="align-top">
            <State phase={phase} isGoing={isFollowed && phase === lastWritten(phases)} />
          </Td>
          <Td className="min-w-28 align-top">{phase.startedAt ? <When iso={phase.startedAt} /> : notLogged}</Td>
          <Td className="min-w-28 align-top">{phase.lastAt ? <When iso={phase.lastAt} /> : notLogged}</Td>
          <Td isNumber className="align-top">
            {numberText(phase.lastStep ?? 0)}
            {phase.totalSteps !== null && ` of ${numberText(phase.totalSteps)}`}
          </Td>
          <Td isNumber className="align-top">
            {phase.lastEpoch === null ? '–' : metricNumber(phase.lastEpoch)}
            {phase.totalEpochs !== null && ` of ${metricNumber(phase.totalEpochs)}`}
          </Td>
          <Td isNumber className="align-top">
            {phase.tokens === null ? notLogged : shortNumber(phase.tokens)}
          </Td>
          <Td isNumber className="align-top">
            {lossText(phase)}{' '}
            {phase.broken > 0 && (
              <span className="block text-sm text-rejected">{countText(phase.broken, 'step')} not a number</span>
            )}
          </Td>
          <Td isNumber className="align-top">
            {numberText(phase.checkpoints)}
          </Td>
        </Tr>
      ))}
    </tbody>
  </Table>
);

const notLogged = <span className="text-muted">not logged</span>;

const lastWritten = (phases: readonly TrainingPhase[]) =>
  phases.toSorted((a, b) => (a.lastAt ?? '').localeCompare(b.lastAt ?? '')).at(-1);

function State({ phase, isGoing }: { phase: TrainingPhase; isGoing: boolean }) {
  if (phase.isFinished) return <Badge tone="approved">Finished</Badge>;
  if (isGoing) return <Badge tone="accent">Running</Badge>;
  return <Badge tone="pending">Not finished</Badge>;
}

function lossText({ firstLoss, lastLoss, lowestLoss }: TrainingPhase): string {
  if (firstLoss === null || lastLoss === null) return '–';
  const lowest = lowestLoss !== null && lowestLoss < lastLoss ? ` (lowest ${lowestLoss.toFixed(3)})` : '';
  return `${firstLoss.toFixed(3)} → ${lastLoss.toFixed(3)}${lowest}`;
}
