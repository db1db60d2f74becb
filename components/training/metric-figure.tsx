'use client';

import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { TrainingCheckpoint, TrainingSeries } from '@/taxonomy/training/contract-runs';
import { metricNames, type TrainingMetric } from '@/taxonomy/training/vocabulary-runs';
import { countText, numberText } from '../numbers';
import { ErrorState, Skeleton } from '../ui/states';
import { Table, Td, Th, Tr } from '../ui/table';
import { trainingSeries } from './api-runs';
import { Figure } from './figure';
import { evenly, metricNumber, pointsOn, type Lane, type LanePoint } from './lanes';
import { LineChart } from './line-chart';

type MetricFigureProps = {
  runId: string;
  isFollowed: boolean;
  metric: TrainingMetric;
  lanes: readonly Lane[];
  /** Drawn into the same chart, dashed. */
  dashed?: TrainingSeries | undefined;
  checkpoints?: readonly TrainingCheckpoint[];
};

const TABLE_ROWS = 60;

/** One metric of a training as a picture and as numbers. */
export function MetricFigure({ runId, isFollowed, metric, lanes, dashed, checkpoints = [] }: MetricFigureProps) {
  const { data, error, refetch } = useQuery(trainingSeries(runId, metric, isFollowed));
  const points = useMemo(() => pointsOn(lanes, data), [lanes, data]);
  const other = useMemo(() => pointsOn(lanes, dashed), [lanes, dashed]);
  const marks = useMemo(() => marksOf(lanes, checkpoints), [lanes, checkpoints]);
  const name = metricNames[metric];
  if (!data) {
    if (error) return <ErrorState title={`${name} could not be loaded`} error={error} onRetry={() => void refetch()} />;
    return <Skeleton className="h-64 w-full" />;
  }
  if (points.length === 0) return null;
  const logged = data.phases.reduce((sum, { of }) => sum + of, 0);
  return (
    <section aria-label={name} className="flex flex-col gap-2">
      <h2 className="text-lg font-semibold">{name}</h2>
      <Figure
        label={`${name} by step`}
        fileName={metric}
        caption={
          <>
            {logged > points.length
              ? `${numberText(points.length)} of ${countText(logged, 'logged value')}: the lowest and the highest of each stretch of steps. `
              : `${countText(logged, 'logged value')}. `}
            {other.length > 0 && 'Dashed: validation loss. '}
            {marks.length > 0 && 'Triangles: checkpoints.'}
          </>
        }
      >
        <LineChart label={inWords(name, lanes, points)} lanes={lanes} points={points} dashed={other} marks={marks} />
      </Figure>
      <Numbers name={name} points={points} />
    </section>
  );
}

const marksOf = (lanes: readonly Lane[], checkpoints: readonly TrainingCheckpoint[]) =>
  checkpoints.flatMap(({ id, phaseId, name, step }) => {
    const lane = lanes.find((each) => each.phaseId === phaseId);
    return lane && step !== null && step <= lane.steps ? [{ key: id, lane, step, title: `Checkpoint ${name}` }] : [];
  });

const inWords = (name: string, lanes: readonly Lane[], points: readonly LanePoint[]): string => {
  const parts = lanes.flatMap((lane) => {
    const own = points.filter((point) => point.lane.phaseId === lane.phaseId);
    const [first, last] = [own[0], own.at(-1)];
    if (!first || !last) return [];
    return [
      `${lane.name} from ${metricNumber(first.value)} at step ${first.step} to ${metricNumber(last.value)} at step ${last.step}`,
    ];
  });
  return `${name}: ${parts.join('; ')}`;
};

/** The picture in numbers. */
function Numbers({ name, points }: { name: string; points: readonly LanePoint[] }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <details className="max-w-3xl" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="w-fit py-1 font-medium">{name} in numbers</summary>
      {isOpen && (
        <Table label={`${name} in numbers`} className="mt-2">
          <thead>
            <tr>
              <Th>Phase</Th>
              <Th isNumber>Step</Th>
              <Th isNumber>{name}</Th>
            </tr>
          </thead>
          <tbody>
            {evenly(points, TABLE_ROWS).map(({ lane, step, value }) => (
              <Tr key={`${lane.phaseId} ${step}`}>
                <Td>{lane.name}</Td>
                <Td isNumber>{numberText(step)}</Td>
                <Td isNumber>{metricNumber(value)}</Td>
              </Tr>
            ))}
          </tbody>
        </Table>
      )}
    </details>
  );
}
