import { numberText } from '../numbers';
import { Table, Td, Th, Tr } from '../ui/table';
import { phaseFill } from './phase-dot';

const HEIGHT = 96;
const BAR = 12;
const GAP = 2;
/** Buckets between two numbers of the axis. */
const TICK = 4;

type Counted = { bucket: number; group: number; rows: number };

type LengthBarsProps = {
  /** Answers by bucket, of 2^(bucket/4) tokens and more, and by group. */
  counts: readonly Counted[];
  /** The names of the groups, in the order of their colours. */
  names: readonly string[];
  /** What the picture shows, for those who do not see it. */
  label: string;
  /** Tokens at which a line is drawn. */
  limit?: number;
};

/** How many answers have which length, as bars on a scale that doubles every four, and as a table. */
export function LengthBars({ counts, names, label, limit }: LengthBarsProps) {
  const first = Math.min(...counts.map(({ bucket }) => bucket));
  const last = Math.max(...counts.map(({ bucket }) => bucket));
  const buckets = Array.from({ length: last - first + 1 }, (_, i) => {
    const own = counts.filter(({ bucket }) => bucket === first + i);
    const byGroup = names.map((_name, group) =>
      sum(own.filter((each) => each.group === group).map(({ rows }) => rows)),
    );
    return { from: Math.ceil(2 ** ((first + i) / 4) - 1e-9), byGroup, rows: sum(byGroup) };
  });
  const most = Math.max(...buckets.map(({ rows }) => rows));
  const limitAt = limit === undefined ? null : (Math.log2(limit) * 4 - first + 1) * (BAR + GAP);
  return (
    <>
      <div className="overflow-x-auto">
        <svg
          width={Math.max(buckets.length * (BAR + GAP), limitAt ?? 0) + GAP}
          height={HEIGHT + 20}
          role="img"
          aria-label={label}
        >
          {buckets.map(({ from, byGroup, rows }, i) => {
            let y = HEIGHT;
            return (
              <g key={from} transform={`translate(${i * (BAR + GAP)} 0)`}>
                <title>{`From ${from} tokens: ${numberText(rows)}`}</title>
                {byGroup.map((count, group) => {
                  const height = (count / most) * HEIGHT;
                  y -= height;
                  return <rect key={group} y={y} width={BAR} height={height} className={phaseFill(group)} />;
                })}
                {i % TICK === 0 && (
                  <text y={HEIGHT + 14} className="fill-muted text-[11px] tabular-nums">
                    {from}
                  </text>
                )}
              </g>
            );
          })}
          {limitAt !== null && limitAt >= 0 && (
            <line
              x1={limitAt}
              x2={limitAt}
              y1={0}
              y2={HEIGHT}
              className="stroke-ink"
              strokeWidth="1.5"
              strokeDasharray="4 3"
            />
          )}
        </svg>
      </div>
      <details className="text-sm">
        <summary className="w-fit py-0.5 text-muted">As a table</summary>
        <Table label="Answers by length">
          <thead>
            <tr>
              <Th>Tokens, from</Th>
              {names.map((name) => (
                <Th key={name} isNumber>
                  {name}
                </Th>
              ))}
            </tr>
          </thead>
          <tbody>
            {buckets
              .filter(({ rows }) => rows > 0)
              .map(({ from, byGroup }) => (
                <Tr key={from}>
                  <Td>{from}</Td>
                  {byGroup.map((count, group) => (
                    <Td key={group} isNumber>
                      {numberText(count)}
                    </Td>
                  ))}
                </Tr>
              ))}
          </tbody>
        </Table>
      </details>
    </>
  );
}

const sum = (numbers: readonly number[]) => numbers.reduce((all, each) => all + each, 0);
