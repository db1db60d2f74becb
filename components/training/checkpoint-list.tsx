import type { TrainingCheckpoint } from '@/taxonomy/training/contract-runs';
import { countText, numberText } from '../numbers';
import { Table, Td, Th, Tr } from '../ui/table';
import { When } from '../ui/when';

/** Saved models, the last one first. */
export const CheckpointList = ({ checkpoints }: { checkpoints: readonly TrainingCheckpoint[] }) => (
  <Table label="Checkpoints, the last saved first" className="max-w-4xl">
    <thead>
      <tr>
        <Th>Phase</Th>
        <Th>Checkpoint</Th>
        <Th isNumber>At</Th>
        <Th>Saved</Th>
      </tr>
    </thead>
    <tbody>
      {checkpoints.map(({ id, phase, name, step, samples, at }) => (
        <Tr key={id}>
          <Td>{phase}</Td>
          <Td className="wrap-anywhere">{name}</Td>
          <Td isNumber>
            {step !== null ? `step ${numberText(step)}` : samples === null ? '–' : countText(samples, 'sample')}
          </Td>
          <Td>
            <When iso={at} />
          </Td>
        </Tr>
      ))}
    </tbody>
  </Table>
);
