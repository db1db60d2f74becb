'use client';

import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useMemo, type ReactNode } from 'react';
import type { TrainingRunDetail } from '@/taxonomy/training/contract-runs';
import { shortNumber } from '../numbers';
import { later } from '../ui/later';
import { Page } from '../ui/page';
import { ShowMore } from '../ui/show-more';
import { EmptyState, ErrorState, Notice, Skeleton } from '../ui/states';
import { Term } from '../ui/term';
import { When } from '../ui/when';
import { trainingCheckpoints, trainingRunById, trainingSeries } from './api-runs';
import { FollowedBadge } from './followed-badge';
import { lanesOf } from './lanes';
import { MetricFigure } from './metric-figure';
import { PhaseJournal } from './phase-journal';

const InstructlabJournal = later(() => import('./instructlab-journal').then((module) => module.InstructlabJournal));
const ModelCard = later(() => import('./model-card').then((module) => module.ModelCard));
const CheckpointList = later(() => import('./checkpoint-list').then((module) => module.CheckpointList));

/** One training: its loss above its phases, learning rate, gradient norm and checkpoints. */
export function TrainingRunScreen({ runId }: { runId: string }) {
  const { data: run, error, refetch } = useQuery(trainingRunById(runId));
  return (
    <Page crumbs={[{ label: 'Training', href: '/training' }, { label: run?.name ?? 'Training' }]}>
      {run ? (
        <div className="flex flex-col gap-8">
          <Facts run={run} />
          {error && (
            <Notice tone="warning" title="This may be out of date" className="max-w-3xl">
              {error.message}
            </Notice>
          )}
          {run.phases.length === 0 ? <NoLogs run={run} /> : <Body run={run} />}
          <Section title="Model card">
            <ModelCard runId={run.id} name={run.name} />
          </Section>
        </div>
      ) : error ? (
        <ErrorState title="The training could not be loaded" error={error} onRetry={() => void refetch()} />
      ) : (
        <div aria-busy="true">
          <span className="sr-only">Loading the training…</span>
          <Skeleton className="h-96 w-full" />
        </div>
      )}
    </Page>
  );
}

function Facts({ run: { dataset, phases, isFollowed, seenAt, startedBy, folder } }: { run: TrainingRunDetail }) {
  const counted = phases.flatMap(({ tokens }) => (tokens === null ? [] : [tokens]));
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-1 text-muted">
      <FollowedBadge isFollowed={isFollowed} />
      {counted.length > 0 && (
        <span className="text-ink tabular-nums">
          {shortNumber(counted.reduce((sum, each) => sum + each, 0))} <Term word="token">tokens</Term> seen
        </span>
      )}
      {dataset && (
        <Link href={`/datasets/${dataset.versionId}`} className="text-accent underline underline-offset-4">
          {dataset.name} version {dataset.number}
        </Link>
      )}
      <span>
        Last look <When iso={seenAt} /> · {startedBy}
      </span>
      <span className="text-code wrap-anywhere">{folder}</span>
    </div>
  );
}

const NoLogs = ({ run }: { run: TrainingRunDetail }) => (
  <EmptyState title="No logs yet">
    {run.isFollowed
      ? 'The folder is being followed. The first numbers appear when the trainer logs them.'
      : 'The folder had no logs when it was last looked at. Follow it again when the trainer runs.'}
  </EmptyState>
);

function Body({ run }: { run: TrainingRunDetail }) {
  const { id: runId, phases, isFollowed, journal } = run;
  const lanes = useMemo(() => lanesOf(phases), [phases]);
  const validation = useQuery(trainingSeries(runId, 'validationLoss', isFollowed));
  const list = useInfiniteQuery(trainingCheckpoints(runId, isFollowed));
  const checkpoints = useMemo(() => list.data?.pages.flatMap(({ items }) => items) ?? [], [list.data]);
  const shared = { runId, isFollowed, lanes };
  return (
    <>
      <MetricFigure {...shared} metric="loss" dashed={validation.data} checkpoints={checkpoints} />
      <Section title="Phases">
        <PhaseJournal phases={phases} isFollowed={isFollowed} />
        <p className="mt-2 max-w-3xl text-sm text-muted">
          Tokens as the trainer counts them: instructlab-training and mini-trainer count those that are learned, others
          all of them. The Hugging Face Trainer logs no times until it is done.
        </p>
      </Section>
      {journal && (
        <Section title="Journal">
          <InstructlabJournal journal={journal} />
        </Section>
      )}
      <MetricFigure {...shared} metric="learningRate" />
      <MetricFigure {...shared} metric="gradientNorm" />
      {checkpoints.length > 0 && (
        <Section title="Checkpoints">
          <CheckpointList checkpoints={checkpoints} />
          {list.hasNextPage && (
            <ShowMore list={list} size="small" className="mt-2">
              Show older checkpoints
            </ShowMore>
          )}
        </Section>
      )}
    </>
  );
}

const Section = ({ title, children }: { title: string; children: ReactNode }) => (
  <section aria-label={title}>
    <h2 className="mb-2 text-lg font-semibold">{title}</h2>
    {children}
  </section>
);
