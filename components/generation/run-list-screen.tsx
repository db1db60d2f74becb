'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { Columns3, Play, Plus } from 'lucide-react';
import Link from 'next/link';
import { useState } from 'react';
import type { RunSummary } from '@/taxonomy/generation/contract';
import { isOver } from '@/taxonomy/generation/vocabulary';
import { moneyText } from '@/taxonomy/generation/vocabulary-money';
import { comparisonLimits } from '@/taxonomy/generation/vocabulary-comparison-limits';
import { When } from '../ui/when';
import { ButtonLink } from '../ui/button';
import { Checkbox } from '../ui/choice';
import { Page } from '../ui/page';
import { PracticeIcon } from '../ui/practice-badge';
import { ProgressBar } from '../ui/progress-bar';
import { ShowMore } from '../ui/show-more';
import { EmptyState, ErrorState, Skeleton } from '../ui/states';
import { Term } from '../ui/term';
import { runsOver } from './run-list';
import { numberText, shortNumber } from '../numbers';
import { RunStateBadge } from './run-state';
import { whatItCovers } from './run-words';

type RunListScreenProps = {
  canStart: boolean;
  /** Only the runs over this leaf. */
  leaf: { id: string; name: string } | null;
};

/** All runs, or those over a leaf, newest first; those in progress update by themselves. */
export function RunListScreen({ canStart, leaf }: RunListScreenProps) {
  const list = useInfiniteQuery(runsOver(leaf?.id));
  const { data, error, refetch, hasNextPage } = list;
  const runs = data?.pages.flatMap(({ items }) => items);
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const choose = (id: string, isChosen: boolean) =>
    setChosen((before) => (isChosen ? [...before, id] : before.filter((each) => each !== id)));
  const newRun = canStart && (
    <ButtonLink href={leaf ? `/runs/new?scope=${leaf.id}` : '/runs/new'} variant="primary" icon={Plus}>
      New run
    </ButtonLink>
  );
  return (
    <Page
      crumbs={leaf ? [{ label: 'Runs', href: '/runs' }, { label: leaf.name }] : [{ label: 'Runs' }]}
      action={
        runs &&
        runs.length > 0 && (
          <>
            {chosen.length > 0 && (
              <ButtonLink href={`/runs/compare?runs=${chosen.join(',')}`} icon={Columns3}>
                {chosen.length === 1 ? 'Compare with…' : `Compare ${chosen.length} runs`}
              </ButtonLink>
            )}
            {newRun}
          </>
        )
      }
    >
      {error && !runs ? (
        <ErrorState title="The runs could not be loaded" error={error} onRetry={() => void refetch()} />
      ) : !runs ? (
        <div className="flex flex-col gap-3">
          {['a', 'b', 'c'].map((key) => (
            <Skeleton key={key} className="h-16 w-full" />
          ))}
        </div>
      ) : runs.length === 0 ? (
        <EmptyState icon={Play} title={leaf ? 'No run over this leaf yet' : 'No run yet'} action={newRun}>
          In a <Term word="run" /> a <Term word="teacher" /> writes samples for the leaves you choose. Its progress and
          what was dropped appear here.
        </EmptyState>
      ) : (
        <>
          {leaf && (
            <p className="mb-3 text-muted">
              Runs over{' '}
              <Link href={`/taxonomy/${leaf.id}`} className="text-accent underline">
                {leaf.name}
              </Link>
              .{' '}
              <Link href="/runs" className="text-accent underline">
                Show all runs
              </Link>
            </p>
          )}
          <ul aria-label="Runs" className="border-t">
            {runs.map((run) => (
              <RunLine
                key={run.id}
                run={run}
                isChosen={chosen.includes(run.id)}
                isFull={chosen.length >= comparisonLimits.runs.most}
                onChoose={(isChosen) => choose(run.id, isChosen)}
              />
            ))}
          </ul>
          {hasNextPage && (
            <ShowMore list={list} className="mt-4">
              Show older runs
            </ShowMore>
          )}
        </>
      )}
    </Page>
  );
}

type RunLineProps = {
  run: RunSummary;
  isChosen: boolean;
  /** As many runs are chosen as can be compared. */
  isFull: boolean;
  onChoose: (isChosen: boolean) => void;
};

function RunLine({ run, isChosen, isFull, onChoose }: RunLineProps) {
  const finished = run.itemsDone + run.itemsFailed;
  return (
    <li className="relative flex flex-wrap items-center gap-x-6 gap-y-1 border-b px-2 py-3 hover:bg-sunken">
      <div className="relative z-10">
        <Checkbox
          label={`Compare ${whatItCovers(run)}`}
          isLabelHidden
          checked={isChosen}
          isDisabled={isFull && !isChosen}
          onChange={onChoose}
        />
      </div>
      <div className="min-w-0 flex-1 basis-72">
        <h2 className="flex flex-wrap items-center gap-x-2">
          {/* The whole line is the link, and its name is what a screen reader reads. */}
          <Link
            href={`/runs/${run.id}`}
            className="font-medium break-words after:absolute after:inset-0 hover:underline"
          >
            {whatItCovers(run)}
          </Link>
          {run.isPractice && <PracticeIcon />}
        </h2>
        <p className="text-sm text-muted">
          {run.isPractice ? run.teacherName : `${run.teacherName} · ${run.model}`} · <When iso={run.createdAt} />
          {` · ${run.startedBy}`}
        </p>
      </div>
      <div className="flex w-52 flex-col items-start gap-1">
        <RunStateBadge state={run.state} isStalled={run.isStalled} />
        {!isOver(run.state) && (
          <ProgressBar
            label={`Progress of ${whatItCovers(run)}`}
            value={finished}
            max={run.itemsTotal}
            tone={run.isPractice ? 'practice' : 'accent'}
            className="w-full"
          />
        )}
      </div>
      <p className="w-56 text-sm tabular-nums">
        <span className="font-medium">{numberText(run.samplesKept)}</span> kept, {numberText(run.rowsDropped)} dropped
        <span className="block text-muted">
          {shortNumber(run.calls)} calls · {shortNumber(run.promptTokens + run.completionTokens)} tokens
          {run.cost !== null && run.cost > 0 && ` · ${moneyText(run.cost)}`}
        </span>
      </p>
    </li>
  );
}
