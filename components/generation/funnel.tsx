'use client';

import Link from 'next/link';
import type { ReactNode } from 'react';
import type { FunnelStep, RunDetail } from '@/taxonomy/generation/contract';
import { isOver } from '@/taxonomy/generation/vocabulary';
import { Term } from '../ui/term';
import type { DroppedFilter } from './api';
import { FunnelTable } from './funnel-table';
import { numberText, shareText } from '../numbers';
import { pipelineName } from './run-words';

type FunnelProps = { run: RunDetail; onShowDropped: (filter: DroppedFilter) => void };

/** How many rows were kept and dropped: one line per pipeline, with a bar per step. */
export function Funnel({ run, onShowDropped }: FunnelProps) {
  const pipelines = [...new Set(run.funnel.map(({ pipeline }) => pipeline))];
  if (pipelines.length === 0) {
    return (
      <section aria-label="Funnel">
        <h2 className="text-lg font-semibold">
          <Term word="funnel">Funnel</Term>
        </h2>
        <p className="mt-1 text-muted">
          {isOver(run.state) ? 'This run has no rows to count.' : 'Appears once the first task is done.'}
        </p>
      </section>
    );
  }
  return (
    <section aria-label="Funnel" className="flex flex-col gap-4">
      <h2 className="text-lg font-semibold">
        <Term word="funnel">Funnel</Term>
      </h2>
      <p className="-mt-3 max-w-[68ch] text-muted">
        Rows kept (solid) and dropped (dashed) at each step. In judge steps the teacher rates each row; rules need no
        teacher, and the last two steps drop rows that are equal or nearly the same.
      </p>
      {pipelines.map((pipeline) => (
        <PipelineFunnel
          key={pipeline}
          title={pipelineName(pipeline)}
          steps={run.funnel.filter((step) => step.pipeline === pipeline)}
          onShowDropped={onShowDropped}
        />
      ))}
      <FunnelTable funnel={run.funnel} onShowDropped={onShowDropped} />
      {run.held > 0 && (
        <Marked run={run} mark="held">
          {numberText(run.held)} of the kept samples {run.held === 1 ? 'is' : 'are'} held for a person, because the text
          speaks to the judge.
        </Marked>
      )}
      {run.disputed > 0 && (
        <Marked run={run} mark="disputed">
          Votes of a judge disagree about {numberText(run.disputed)} of the kept samples.
        </Marked>
      )}
    </section>
  );
}

type MarkedProps = { run: RunDetail; mark: 'held' | 'disputed'; children: ReactNode };

const Marked = ({ run, mark, children }: MarkedProps) => (
  <p className="-mt-2">
    {children}{' '}
    <Link
      href={`/review?run=${run.id}&only=${mark}`}
      prefetch={false}
      className="text-accent underline underline-offset-4"
    >
      Show them
    </Link>
  </p>
);

type PipelineFunnelProps = { title: string; steps: FunnelStep[]; onShowDropped: FunnelProps['onShowDropped'] };

function PipelineFunnel({ title, steps, onShowDropped }: PipelineFunnelProps) {
  const most = Math.max(1, ...steps.map(({ made }) => made));
  return (
    <figure aria-label={`Funnel: ${title}`}>
      <figcaption className="mb-1 text-sm font-medium text-muted">{title}</figcaption>
      <ol className="flex flex-col border-t lg:flex-row lg:gap-4 lg:border-t-0">
        {steps.map((step) => (
          <Column key={step.step} step={step} most={most} onShowDropped={() => onShowDropped({ step: step.step })} />
        ))}
      </ol>
    </figure>
  );
}

/** A step: a bar as long as the number of rows it made, and its numbers. A click on the dropped ones shows them. */
function Column({ step, most, onShowDropped }: { step: FunnelStep; most: number; onShowDropped: () => void }) {
  const { label, made, kept, dropped } = step;
  return (
    <li className="flex min-w-0 flex-1 flex-col gap-1.5 border-b py-2 lg:border-b-0 lg:py-0">
      <div aria-hidden className="flex h-2 rounded-full bg-sunken">
        <div className="rounded-l-full bg-accent" style={lengthOf(kept / most)} />
        <div className="border border-dashed border-rejected bg-rejected-soft" style={lengthOf(dropped / most)} />
      </div>
      <p className="text-sm font-medium break-words">{label}</p>
      <p className="flex flex-wrap items-baseline gap-x-2 text-sm tabular-nums">
        <span>
          {numberText(kept)} of {numberText(made)} <span className="text-muted">{shareText(kept, made)}</span>
        </span>
        {dropped > 0 && (
          <button
            type="button"
            onClick={onShowDropped}
            className="-my-1 min-h-6 rounded-sm text-rejected underline decoration-dotted underline-offset-4 hover:decoration-solid"
          >
            {numberText(dropped)} dropped<span className="sr-only"> at {label}: show them</span>
          </button>
        )}
      </p>
    </li>
  );
}

/** A share of the bar's length, never too short to see. */
const lengthOf = (share: number) =>
  share > 0 ? { flex: `0 0 max(2px, ${(share * 100).toFixed(2)}%)` } : { display: 'none' };
