import { memo } from 'react';
import { metricNumber, type Lane, type LanePoint } from './lanes';
import { scaleOf } from './scale';

type Mark = { key: string; lane: Lane; step: number; title: string };

type LineChartProps = {
  /** The picture in words. */
  label: string;
  lanes: readonly Lane[];
  points: readonly LanePoint[];
  /** A second, dashed line, such as the validation loss. */
  dashed?: readonly LanePoint[];
  /** Checkpoints, at the foot of the chart. */
  marks?: readonly Mark[];
};

const WIDTH = 880;
const LEFT = 68;
const RIGHT = 32;
const TOP = 26;
const PLOT_HEIGHT = 200;
const BOTTOM = TOP + PLOT_HEIGHT;
const HEIGHT = BOTTOM + 44;
const PLOT_WIDTH = WIDTH - LEFT - RIGHT;

const strokes = ['stroke-phase-1', 'stroke-phase-2', 'stroke-phase-3'] as const;
const fills = ['fill-phase-1', 'fill-phase-2', 'fill-phase-3'] as const;

/** One metric over the steps of all phases, a line for each phase. Drawn again only when its points change. */
export const LineChart = memo(function LineChart({ label, lanes, points, dashed = [], marks = [] }: LineChartProps) {
  const values = [...points, ...dashed].map(({ value }) => value);
  const y = scaleOf(values, PLOT_HEIGHT, 4);
  const last = lanes.at(-1);
  const steps = Math.max(1, last ? last.offset + last.steps : 1);
  const x = (lane: Lane, step: number) => LEFT + ((lane.offset + step) / steps) * PLOT_WIDTH;
  const lineOf = (lane: Lane, all: readonly LanePoint[]) =>
    all
      .filter((point) => point.lane.phaseId === lane.phaseId)
      .map(
        ({ step, value }, i) =>
          `${i === 0 ? 'M' : 'L'}${x(lane, step).toFixed(1)} ${(BOTTOM - y.place(value)).toFixed(1)}`,
      )
      .join('');
  return (
    // Focusable, because what scrolls must be reachable by keyboard.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <section aria-label={label} tabIndex={0} className="scroll-fade -outline-offset-2">
      <svg role="img" aria-label={label} width={WIDTH} height={HEIGHT} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} fontSize="12">
        {y.ticks.map((tick) => (
          <g key={tick}>
            <line
              x1={LEFT}
              x2={WIDTH - RIGHT}
              y1={BOTTOM - y.place(tick)}
              y2={BOTTOM - y.place(tick)}
              className="stroke-line"
            />
            <text x={LEFT - 8} y={BOTTOM - y.place(tick) + 4} textAnchor="end" className="fill-muted">
              {metricNumber(tick)}
            </text>
          </g>
        ))}
        {lanes.map((lane) => (
          <g key={lane.phaseId}>
            <line
              x1={x(lane, 0)}
              x2={x(lane, 0)}
              y1={TOP - 14}
              y2={BOTTOM}
              className="stroke-muted"
              strokeDasharray="2 3"
            />
            <rect x={x(lane, 0) + 4} y={TOP - 20} width="9" height="9" rx="2" className={fills[lane.colour]} />
            <text x={x(lane, 0) + 18} y={TOP - 11.5} className="fill-ink">
              {shortened(lane, (lane.steps / steps) * PLOT_WIDTH)}
              <title>{lane.name}</title>
            </text>
            <path
              d={lineOf(lane, points)}
              className={strokes[lane.colour]}
              fill="none"
              strokeWidth="1.5"
              strokeLinejoin="round"
            />
            <path d={lineOf(lane, dashed)} className="stroke-ink" fill="none" strokeWidth="1.5" strokeDasharray="5 3" />
          </g>
        ))}
        {dashed.map(({ lane, step, value }) => (
          <circle
            key={`${lane.phaseId} ${step}`}
            cx={x(lane, step)}
            cy={BOTTOM - y.place(value)}
            r="2.5"
            className="fill-ink"
          />
        ))}
        {marks.map(({ key, lane, step, title }) => (
          <path key={key} d={`M${x(lane, step)} ${BOTTOM - 8}l5 8h-10Z`} className="fill-ink">
            <title>{title}</title>
          </path>
        ))}
        <line x1={LEFT} x2={WIDTH - RIGHT} y1={BOTTOM} y2={BOTTOM} className="stroke-muted" />
        {stepTicks(steps).map((tick) => (
          <text
            key={tick}
            x={LEFT + (tick / steps) * PLOT_WIDTH}
            y={BOTTOM + 18}
            textAnchor="middle"
            className="fill-muted"
          >
            {tick.toLocaleString('en')}
          </text>
        ))}
        <text x={LEFT + PLOT_WIDTH / 2} y={BOTTOM + 36} textAnchor="middle" className="fill-muted">
          Steps of all phases
        </text>
      </svg>
    </section>
  );
});

const stepTicks = (steps: number) =>
  scaleOf([0, steps], 1, 6).ticks.filter((tick) => Number.isInteger(tick) && tick <= steps);

/** As much of a phase's name as fits over its part of the chart. */
function shortened({ name }: Lane, width: number): string {
  const most = Math.max(0, Math.floor((width - 22) / 6.5));
  if (name.length <= most) return name;
  return most < 3 ? '' : `${name.slice(0, most - 1)}…`;
}
