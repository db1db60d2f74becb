import type { TrainingJournal } from '@/taxonomy/training/contract-runs';
import { Badge } from '../ui/badge';
import { Table, Td, Th, Tr } from '../ui/table';
import { When } from '../ui/when';

const partNames: Record<string, string> = {
  train_1: 'Training, phase 1',
  eval_1: 'Evaluation of phase 1',
  train_2: 'Training, phase 2',
  eval_2: 'Evaluation of phase 2',
};

/** What InstructLab notes of its phases, and its scores of checkpoints. */
export function InstructlabJournal({ journal: { current, parts, scores, best } }: { journal: TrainingJournal }) {
  return (
    <div className="flex flex-col gap-4">
      <Table label="InstructLab’s journal" className="max-w-3xl">
        <thead>
          <tr>
            <Th>Part</Th>
            <Th>Began</Th>
            <Th>Ended</Th>
          </tr>
        </thead>
        <tbody>
          {parts.map(({ name, startedAt, endedAt }) => (
            <Tr key={name}>
              <th scope="row" className="px-2 py-1 text-left font-medium">
                {partNames[name] ?? name}
              </th>
              <Td>
                <When iso={startedAt} />
              </Td>
              <Td>{endedAt ? <When iso={endedAt} /> : current === 'done' ? 'not noted' : 'not yet'}</Td>
            </Tr>
          ))}
        </tbody>
      </Table>
      {scores.length > 0 && (
        <Table label="Scores of checkpoints by InstructLab" className="max-w-3xl">
          <thead>
            <tr>
              <Th>Checkpoint</Th>
              <Th isNumber>Score</Th>
            </tr>
          </thead>
          <tbody>
            {scores.map(({ checkpoint, score }) => (
              <Tr key={checkpoint}>
                <Td className="wrap-anywhere">
                  {checkpoint} {best?.checkpoint === checkpoint && <Badge tone="approved">Best</Badge>}
                </Td>
                <Td isNumber>{score.toFixed(3)}</Td>
              </Tr>
            ))}
          </tbody>
        </Table>
      )}
    </div>
  );
}
