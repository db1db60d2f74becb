'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { ChartLine, ChartScatter, MessagesSquare } from 'lucide-react';
import Link from 'next/link';
import type { TrainingRunSummary } from '@/taxonomy/training/contract-runs';
import { numberText } from '../numbers';
import { ButtonLink } from '../ui/button';
import { Page } from '../ui/page';
import { ShowMore } from '../ui/show-more';
import { EmptyState, ErrorState, Notice, Skeleton } from '../ui/states';
import { Table, Td, Th, Tr } from '../ui/table';
import { When } from '../ui/when';
import { trainingRunList } from './api-runs';
import { FollowedBadge } from './followed-badge';

/** Trainings on people's own trainers, newest first, and the ways to the chat and the evaluation. */
export function TrainingScreen() {
  const list = useInfiniteQuery(trainingRunList);
  const { data, error, refetch, hasNextPage, isFetchNextPageError } = list;
  const runs = data?.pages.flatMap(({ items }) => items);
  return (
    <Page
      crumbs={[{ label: 'Training' }]}
      action={
        <>
          <ButtonLink icon={MessagesSquare} href="/training/chat">
            Chat
          </ButtonLink>
          <ButtonLink icon={ChartScatter} href="/training/evaluation">
            Evaluation
          </ButtonLink>
        </>
      }
    >
      {error && !runs ? (
        <ErrorState title="The trainings could not be loaded" error={error} onRetry={() => void refetch()} />
      ) : !runs ? (
        <div aria-busy="true">
          <span className="sr-only">Loading the trainings…</span>
          <Skeleton className="h-64 w-full" />
        </div>
      ) : runs.length === 0 ? (
        <NothingFollowed />
      ) : (
        <>
          {error && !isFetchNextPageError && (
            <Notice tone="warning" title="This list may be out of date" className="mb-4 max-w-3xl">
              {error.message}
            </Notice>
          )}
          <RunsTable runs={runs} />
          {hasNextPage && (
            <ShowMore list={list} className="mt-4">
              Show older trainings
            </ShowMore>
          )}
        </>
      )}
    </Page>
  );
}

const NothingFollowed = () => (
  <EmptyState icon={ChartLine} title="No training yet">
    <p>
      Train on an exported dataset with the trainer you know. Its loss, learning rate and checkpoints are drawn here
      when you follow the folder that it writes into:
    </p>
    <code className="mt-3 block text-left text-code wrap-anywhere text-ink">
      npm run -s seedleaf -- training watch OUTPUT_FOLDER --name my-training --dataset NAME@1
    </code>
  </EmptyState>
);

const RunsTable = ({ runs }: { runs: readonly TrainingRunSummary[] }) => (
  <Table label="Trainings, newest first" className="min-w-3xl">
    <thead>
      <tr>
        <Th>Training</Th>
        <Th>Dataset</Th>
        <Th>Phase</Th>
        <Th isNumber>Step</Th>
        <Th isNumber>Loss</Th>
        <Th>Last look at its logs</Th>
      </tr>
    </thead>
    <tbody>
      {runs.map(({ id, name, dataset, current, phases, isFollowed, seenAt }) => (
        <Tr key={id}>
          <th scope="row" className="px-2 py-1 text-left font-medium">
            <Link href={`/training/${id}`} className="inline-block py-0.5 wrap-anywhere hover:underline">
              {name}
            </Link>
          </th>
          <Td>
            {dataset ? (
              <Link href={`/datasets/${dataset.versionId}`} className="inline-block py-0.5 hover:underline">
                {dataset.name} version {dataset.number}
              </Link>
            ) : (
              <span className="text-muted">not said</span>
            )}
          </Td>
          <Td>{current ? `${current.name}${phases > 1 ? ` (of ${phases})` : ''}` : 'no logs yet'}</Td>
          <Td isNumber>{current?.step == null ? '–' : stepText(current.step, current.totalSteps)}</Td>
          <Td isNumber>{current?.loss == null ? '–' : current.loss.toFixed(4)}</Td>
          <Td>
            <span className="flex flex-wrap items-center gap-2">
              <When iso={seenAt} />
              <FollowedBadge isFollowed={isFollowed} />
            </span>
          </Td>
        </Tr>
      ))}
    </tbody>
  </Table>
);

const stepText = (step: number, total: number | null) =>
  total === null ? numberText(step) : `${numberText(step)} of ${numberText(total)}`;
