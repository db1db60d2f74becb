import type { PublishPreview } from '@/taxonomy/datasets/contract';
import { numberText } from '../numbers';
import { Table, Td, Th, Tr } from '../ui/table';

const HEIGHT = 96;
const BAR = 12;
const GAP = 2;

type LengthHistogramProps = { lengths: PublishPreview['lengths']; shortAnswerTokens: number };

/** How long answers are, with the limit of short ones: the buckets on its left count as short. */
export function LengthHistogram({ lengths, shortAnswerTokens }: LengthHistogramProps) {
  const last = Math.max(...lengths.map(({ bucket }) => bucket));
  const buckets = Array.from({ length: last + 1 }, (_, bucket) => {
    const inBucket = lengths.filter((each) => each.bucket === bucket);
    const count = (end: string) => sum(inBucket.filter(({ part }) => part.endsWith(end)).map(({ rows }) => rows));
    return { bucket, from: startOf(bucket), short: count('_short'), long: count('_long') };
  }).filter(({ bucket, short, long }) => short + long > 0 || bucket > 0);
  const most = Math.max(...buckets.map(({ short, long }) => short + long));
  const short = sum(buckets.map((each) => each.short));
  const long = sum(buckets.map((each) => each.long));
  const width = buckets.length * (BAR + GAP);
  const limitAt = (Math.log2(shortAnswerTokens) * 4 - (buckets[0]?.bucket ?? 0) + 1) * (BAR + GAP);
  return (
    <figure className="flex flex-col gap-2">
      <figcaption className="font-medium">
        Length of answers
        <span className="font-normal text-muted">
          {' '}
          {numberText(short)} short, {numberText(long)} long, with a limit of {numberText(shortAnswerTokens)} tokens
        </span>
      </figcaption>
      <div className="overflow-x-auto">
        <svg
          width={Math.max(width, 1)}
          height={HEIGHT + 20}
          role="img"
          aria-label={`${short} short and ${long} long answers`}
        >
          {buckets.map((each, i) => {
            const high = (count: number) => (most === 0 ? 0 : (count / most) * HEIGHT);
            return (
              <g key={each.bucket} transform={`translate(${i * (BAR + GAP)} 0)`}>
                <title>{`From ${each.from} tokens: ${numberText(each.short + each.long)}`}</title>
                <rect y={HEIGHT - high(each.short)} width={BAR} height={high(each.short)} className="fill-phase-1" />
                <rect
                  y={HEIGHT - high(each.short) - high(each.long)}
                  width={BAR}
                  height={high(each.long)}
                  className="fill-phase-2"
                />
                {i % 4 === 0 && (
                  <text y={HEIGHT + 14} className="fill-muted text-[11px] tabular-nums">
                    {each.from}
                  </text>
                )}
              </g>
            );
          })}
          <line
            x1={limitAt}
            x2={limitAt}
            y1={0}
            y2={HEIGHT}
            className="stroke-ink"
            strokeWidth="1.5"
            strokeDasharray="4 3"
          />
        </svg>
      </div>
      <details className="text-sm">
        <summary className="w-fit py-0.5 text-muted">As a table</summary>
        <Table label="Answers by length">
          <thead>
            <tr>
              <Th>Tokens, from</Th>
              <Th isNumber>Short</Th>
              <Th isNumber>Long</Th>
            </tr>
          </thead>
          <tbody>
            {buckets
              .filter((each) => each.short + each.long > 0)
              .map((each) => (
                <Tr key={each.bucket}>
                  <Td>{each.from}</Td>
                  <Td isNumber>{numberText(each.short)}</Td>
                  <Td isNumber>{numberText(each.long)}</Td>
                </Tr>
              ))}
          </tbody>
        </Table>
      </details>
    </figure>
  );
}

const sum = (numbers: readonly number[]) => numbers.reduce((all, each) => all + each, 0);
const startOf = (bucket: number): number => Math.ceil(2 ** (bucket / 4) - 1e-9);
