import type { TrainingPhase, TrainingSeries } from '@/taxonomy/training/contract-runs';

/** A phase's stretch of the axis: its steps come after those of the phases before it. */
export type Lane = { phaseId: string; name: string; offset: number; steps: number; colour: number };

/** The phases one after the other on one axis of steps. */
export function lanesOf(phases: readonly TrainingPhase[]): Lane[] {
  let offset = 0;
  return phases.map(({ id, name, lastStep }, i) => {
    const lane = { phaseId: id, name, offset, steps: lastStep ?? 0, colour: i % 3 };
    offset += lane.steps;
    return lane;
  });
}

export type LanePoint = { lane: Lane; step: number; value: number };

/** The points of a series with their phases, in order. */
export const pointsOn = (lanes: readonly Lane[], series: TrainingSeries | undefined): LanePoint[] =>
  lanes.flatMap((lane) =>
    (series?.phases.find(({ phaseId }) => phaseId === lane.phaseId)?.points ?? []).map(([step, value]) => ({
      lane,
      step,
      value,
    })),
  );

/** About `most` of the points, evenly, with the first and the last. */
export function evenly<T>(points: readonly T[], most: number): T[] {
  if (points.length <= most) return [...points];
  const stride = (points.length - 1) / (most - 1);
  return Array.from({ length: most }, (_, i) => points[Math.round(i * stride)]).filter((point) => point !== undefined);
}

/** 2.4731, 2.0e-5, 61,591: four digits that matter. */
export function metricNumber(value: number): string {
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size < 0.001 || size >= 1e6) return value.toExponential(1).replace('e+', 'e').replace('-', '−');
  return String(Number(value.toPrecision(5))).replace('-', '−');
}
