'use client';

import { clsx } from 'clsx';
import type { FunnelStep, RunDetail } from '@/taxonomy/generation/contract';
import { Term } from '../ui/term';
import type { DroppedFilter } from './api';
import { FunnelTable } from './funnel-table';
import { numberText, shareText } from './numbers';
import { pipelineName } from './run-words';

type FunnelProps = { run: RunDetail; onShowDropped: (filter: DroppedFilter) => void };

/** Where rows went: a column for each step, its height what came out of it, hatched what was lost there. */
export function Funnel({ run, onShowDropped }: FunnelProps) {
  const pipelines = [...new Set(run.funnel.map(({ pipeline }) => pipeline))];
  if (pipelines.length === 0) {
    return (
      <section aria-label="Funnel">
        <h2 className="text-lg font-semibold">
          <Term word="funnel">Funnel</Term>
        </h2>
        <p className="mt-1 text-muted">
          It shows what each step kept and dropped, as soon as the first item is through.
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
        Step by step, how many rows were kept (blue) and how many dropped (dashed). To judge is to have the teacher rate
        each row; the last step drops duplicates.
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
    </section>
  );
}

type PipelineFunnelProps = { title: string; steps: FunnelStep[]; onShowDropped: FunnelProps['onShowDropped'] };

function PipelineFunnel({ title, steps, onShowDropped }: PipelineFunnelProps) {
  const most = Math.max(1, ...steps.map(({ made }) => made));
  return (
    <figure aria-label={`Funnel: ${title}`}>
      <figcaption className="mb-1 text-sm font-medium text-muted">{title}</figcaption>
      <ol className="flex flex-col border-t lg:flex-row lg:gap-1.5 lg:border-t-0">
        {steps.map((step) => (
          <Column key={step.step} step={step} most={most} onShowDropped={() => onShowDropped({ step: step.step })} />
        ))}
      </ol>
    </figure>
  );
}

/** A step: upright on wide screens, lying on narrow ones. The part that was lost opens the rows that were lost there. */
function Column({ step, most, onShowDropped }: { step: FunnelStep; most: number; onShowDropped: () => void }) {
  const { label, made, kept, dropped } = step;
  return (
    <li className="flex min-w-0 flex-1 items-center gap-3 border-b py-2 lg:flex-col lg:items-stretch lg:gap-0 lg:border-b-0 lg:py-0">
      <div aria-hidden className="flex h-5 w-28 shrink-0 lg:h-32 lg:w-auto lg:flex-col lg:justify-end lg:border-b">
        <div
          className={clsx(
            'order-2 border border-dashed border-rejected bg-rejected-soft lg:order-1 lg:border-b-0',
            dropped === 0 && 'hidden',
          )}
          style={sizeOf(dropped / most)}
        />
        <div
          className="order-1 border-r-2 border-accent bg-accent-soft lg:order-2 lg:border-t-2 lg:border-r-0"
          style={sizeOf(kept / most)}
        />
      </div>
      <div className="min-w-0 flex-1 lg:pt-2 lg:pr-3">
        <p className="font-medium break-words">{label}</p>
        <p className="tabular-nums">
          {numberText(kept)} of {numberText(made)}{' '}
          <span className="whitespace-nowrap text-muted">kept, {shareText(kept, made)}</span>
        </p>
        {dropped > 0 ? (
          <button
            type="button"
            onClick={onShowDropped}
            className="min-h-6 rounded-sm text-rejected underline decoration-dotted underline-offset-4 hover:decoration-solid"
          >
            {numberText(dropped)} dropped<span className="sr-only"> at {label}: show them</span>
          </button>
        ) : (
          <p className="min-h-6 text-muted">none dropped</p>
        )}
      </div>
    </li>
  );
}

/** A share of the column's height on wide screens and of its width on narrow ones; what is there is never invisible. */
const sizeOf = (share: number) => {
  const size = share > 0 ? `max(2px, ${(share * 100).toFixed(2)}%)` : '0';
  return { flex: `0 0 ${size}` };
};
