import type { ReactNode } from 'react';
import { measureText, survivalRows, type Compared } from '@/taxonomy/generation/vocabulary-comparison';
import { shareText } from '../numbers';
import { letterOf } from './compare-letters';
import { pipelineName } from './run-words';

/** What stands out between the runs. Every number is in the tables below. */
export const ComparePictures = ({ runs }: { runs: readonly Compared[] }) => (
  <div className="grid gap-8 md:grid-cols-2">
    <Nearest runs={runs} />
    <Lengths runs={runs} />
    <Survival runs={runs} />
    <Decisions runs={runs} />
  </div>
);

type PictureProps = { title: string; about: string; words: string; children: ReactNode };

const Picture = ({ title, about, words, children }: PictureProps) => (
  <figure className="flex flex-col gap-2">
    <figcaption>
      <h2 className="font-medium">{title}</h2>
      <p className="text-sm text-muted">{about}</p>
    </figcaption>
    <div role="img" aria-label={words} className="flex flex-col gap-2">
      {children}
    </div>
  </figure>
);

const Row = ({ name, children }: { name: string; children: ReactNode }) => (
  <div className="grid grid-cols-[1.5rem_1fr] items-center gap-2">
    <span className="text-sm font-semibold">{name}</span>
    {children}
  </div>
);

const BAR = 32;

function Nearest({ runs }: { runs: readonly Compared[] }) {
  const inWords = runs.map(
    ({ measures }, i) => `Run ${letterOf(i)}: mean ${measureText(measures?.nearestMean ?? null, 'score')}.`,
  );
  return (
    <Picture
      title="Similarity to the nearest question"
      about="Rows by ROUGE-L with the most similar other question of their run, from 0 to 1. Further right is more alike."
      words={`Similarity to the nearest question. ${inWords.join(' ')}`}
    >
      {runs.map(({ run, measures }, i) => {
        const counts = measures?.nearestCounts ?? [];
        const most = Math.max(1, ...counts);
        return (
          <Row key={run.id} name={letterOf(i)}>
            <svg width="100%" height={BAR} viewBox={`0 0 ${counts.length || 10} ${BAR}`} preserveAspectRatio="none">
              <rect y={BAR - 1} width="100%" height="1" className="fill-line" />
              {counts.map((count, part) => (
                <rect
                  // The parts have no other name than their place.
                  // oxlint-disable-next-line react/no-array-index-key
                  key={part}
                  x={part + 0.05}
                  y={BAR - (count / most) * BAR}
                  width="0.9"
                  height={(count / most) * BAR}
                  className="fill-phase-1"
                />
              ))}
            </svg>
          </Row>
        );
      })}
      <Scale from="0" to="1" />
    </Picture>
  );
}

const Scale = ({ from, to }: { from: string; to: string }) => (
  <p className="flex justify-between pl-8 text-xs text-muted tabular-nums">
    <span>{from}</span>
    <span>{to}</span>
  </p>
);

function Lengths({ runs }: { runs: readonly Compared[] }) {
  const most = Math.max(
    1,
    ...runs.map(({ measures }) => Math.max(measures?.answerTokens?.p90 ?? 0, measures?.questionTokens?.p90 ?? 0)),
  );
  const inWords = runs.map(
    ({ measures }, i) =>
      `Run ${letterOf(i)}: question ${measureText(measures?.questionTokens?.median ?? null, 'count')}, answer ${measureText(measures?.answerTokens?.median ?? null, 'count')}.`,
  );
  return (
    <Picture
      title="Length in tokens"
      about="From the 10th to the 90th percentile; the line is the median. Questions above, answers below."
      words={`Median length in tokens. ${inWords.join(' ')}`}
    >
      {runs.map(({ run, measures }, i) => (
        <Row key={run.id} name={letterOf(i)}>
          <svg width="100%" height={BAR}>
            <Range spread={measures?.questionTokens ?? null} most={most} y={4} look="fill-phase-2" />
            <Range spread={measures?.answerTokens ?? null} most={most} y={18} look="fill-phase-3" />
          </svg>
        </Row>
      ))}
      <Scale from="0" to={measureText(most, 'count')} />
    </Picture>
  );
}

type RangeProps = {
  spread: { p10: number; median: number; p90: number } | null;
  most: number;
  y: number;
  look: string;
};

function Range({ spread, most, y, look }: RangeProps) {
  if (!spread) return null;
  const at = (value: number) => `${(value / most) * 100}%`;
  return (
    <>
      <rect
        x={at(spread.p10)}
        y={y}
        width={at(Math.max(spread.p90 - spread.p10, most / 200))}
        height="10"
        className={look}
      />
      <rect x={at(spread.median)} y={y - 2} width="2" height="14" className="fill-ink" />
    </>
  );
}

function Survival({ runs }: { runs: readonly Compared[] }) {
  const rows = survivalRows(runs);
  if (rows.length === 0) return null;
  const inWords = rows.map(
    ({ label, shares }) =>
      `${label}: ${shares.map((share, i) => `${letterOf(i)} ${measureText(share, 'share')}`).join(', ')}.`,
  );
  return (
    <Picture
      title="Kept by step"
      about="The share of rows that passed each step, one bar per run from the top."
      words={`Kept by step. ${inWords.join(' ')}`}
    >
      {rows.map(({ pipeline, step, label, shares }) => (
        <div key={`${pipeline} ${step}`} className="grid grid-cols-[minmax(6rem,14rem)_1fr] items-center gap-2">
          <span className="text-sm break-words">{`${pipelineName(pipeline)}: ${label}`}</span>
          <svg width="100%" height={shares.length * 7}>
            {shares.map((share, i) => (
              <g key={letterOf(i)}>
                <rect y={i * 7} width="100%" height="5" className="fill-hover" />
                <rect y={i * 7} width={`${(share ?? 0) * 100}%`} height="5" className="fill-phase-1" />
              </g>
            ))}
          </svg>
        </div>
      ))}
    </Picture>
  );
}

function Decisions({ runs }: { runs: readonly Compared[] }) {
  const inWords = runs.map(
    ({ statuses, rows }, i) =>
      `Run ${letterOf(i)}: ${shareText(statuses.approved, rows)} approved, ${shareText(statuses.rejected, rows)} rejected.`,
  );
  return (
    <Picture
      title="Decisions so far"
      about="Approved from the left, rejected from the right, to review between."
      words={`Decisions so far. ${inWords.join(' ')}`}
    >
      {runs.map(({ run, statuses, rows }, i) => {
        const approved = rows > 0 ? (statuses.approved / rows) * 100 : 0;
        const rejected = rows > 0 ? (statuses.rejected / rows) * 100 : 0;
        return (
          <Row key={run.id} name={letterOf(i)}>
            <svg width="100%" height="12">
              <rect width="100%" height="12" className="fill-hover" />
              <rect width={`${approved}%`} height="12" className="fill-approved" />
              <rect x={`${100 - rejected}%`} width={`${rejected}%`} height="12" className="fill-rejected" />
            </svg>
          </Row>
        );
      })}
    </Picture>
  );
}
