import { scaleOf } from './scale';

export type DotRow = {
  key: string;
  label: string;
  value: number;
  /** The ends of the interval; null where it is not known. */
  low: number | null;
  high: number | null;
  /** `published` is hollow: a number of somebody else. */
  mark: 'measured' | 'published' | 'better' | 'worse';
  /** The number in words, at the right. */
  note: string;
};

type DotPlotProps = {
  /** The picture in words. */
  label: string;
  rows: readonly DotRow[];
  /** What the axis counts. */
  axis: string;
  /** A line at zero, for differences. */
  hasZero?: boolean;
};

const WIDTH = 880;
const ROW = 26;
const TOP = 8;
const NOTES = 200;
const AXIS = 44;
/** About as many characters as fit beside the plot. */
const MAX_LABEL = 34;
const CHARACTER = 7.2;

const ink = {
  measured: 'fill-accent stroke-accent',
  published: 'fill-surface stroke-muted',
  better: 'fill-approved stroke-approved',
  worse: 'fill-rejected stroke-rejected',
} as const satisfies Record<DotRow['mark'], string>;

/** Values as dots with their intervals, one row each, over one axis. */
export function DotPlot({ label, rows, axis, hasZero = false }: DotPlotProps) {
  const ends = rows.flatMap(({ value, low, high }) => [value, low ?? value, high ?? value]);
  const labels = 12 + CHARACTER * Math.min(MAX_LABEL, Math.max(8, ...rows.map(({ label: text }) => text.length)));
  const plot = WIDTH - labels - NOTES - 24;
  const { ticks, place } = scaleOf(hasZero ? [...ends, 0] : ends, plot);
  const x = (value: number) => labels + 12 + place(value);
  const bottom = TOP + rows.length * ROW;
  return (
    // Focusable, because what scrolls must be reachable by keyboard.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <section aria-label={axis} tabIndex={0} className="scroll-fade -outline-offset-2">
      <svg
        role="img"
        aria-label={label}
        width={WIDTH}
        height={bottom + AXIS}
        viewBox={`0 0 ${WIDTH} ${bottom + AXIS}`}
        className="text-ink"
        fontSize="13"
      >
        {ticks.map((tick) => (
          <g key={tick}>
            <line
              x1={x(tick)}
              x2={x(tick)}
              y1={TOP}
              y2={bottom}
              className={hasZero && tick === 0 ? 'stroke-muted' : 'stroke-line'}
              strokeWidth={hasZero && tick === 0 ? 1.5 : 1}
            />
            <text x={x(tick)} y={bottom + 18} textAnchor="middle" className="fill-muted">
              {String(tick).replace('-', '−')}
            </text>
          </g>
        ))}
        <text x={x(ticks[0] ?? 0) + plot / 2} y={bottom + 38} textAnchor="middle" className="fill-muted">
          {axis}
        </text>
        {rows.map((row, i) => (
          <Row key={row.key} row={row} y={TOP + i * ROW + ROW / 2} x={x} labels={labels} />
        ))}
      </svg>
    </section>
  );
}

type RowProps = { row: DotRow; y: number; x: (value: number) => number; labels: number };

function Row({ row, y, x, labels }: RowProps) {
  const { label, value, low, high, mark, note } = row;
  const colour = ink[mark];
  return (
    <g>
      <title>{`${label}: ${note}`}</title>
      <text x={labels} y={y + 4.5} textAnchor="end" className="fill-ink">
        {shortened(label)}
      </text>
      {low !== null && high !== null && (
        <g className={colour} strokeWidth="1.75">
          <line x1={x(low)} x2={x(high)} y1={y} y2={y} />
          <line x1={x(low)} x2={x(low)} y1={y - 4} y2={y + 4} />
          <line x1={x(high)} x2={x(high)} y1={y - 4} y2={y + 4} />
        </g>
      )}
      <path d={shapeOf(mark, x(value), y)} className={colour} strokeWidth="1.75" />
      <text x={WIDTH - NOTES + 8} y={y + 4.5} className={mark === 'worse' ? 'fill-rejected' : 'fill-ink'}>
        {note}
      </text>
    </g>
  );
}

const shortened = (text: string) => (text.length > MAX_LABEL ? `…${text.slice(1 - MAX_LABEL)}` : text);

/** A shape for each meaning, so that nothing depends on colour alone. */
function shapeOf(mark: DotRow['mark'], x: number, y: number): string {
  const r = 5;
  switch (mark) {
    case 'better':
      return `M${x} ${y - r}L${x + r} ${y + r * 0.8}H${x - r}Z`;
    case 'worse':
      return `M${x} ${y + r}L${x + r} ${y - r * 0.8}H${x - r}Z`;
    case 'published':
      return `M${x} ${y - r}L${x + r} ${y}L${x} ${y + r}L${x - r} ${y}Z`;
    case 'measured':
      return `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0Z`;
  }
}
