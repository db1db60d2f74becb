'use client';

import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import type { VersionDetail } from '@/taxonomy/datasets/contract';
import { countText, numberText } from '../numbers';
import { When } from '../ui/when';
import { ButtonLink } from '../ui/button';
import { later } from '../ui/later';
import { Page } from '../ui/page';
import { ErrorState, Notice, Skeleton } from '../ui/states';
import { Tabs } from '../ui/tabs';
import { Term } from '../ui/term';
import { versionById } from './api';
import { Hash } from './hash';
import { VersionExports } from './version-exports';
import { VersionLeaves } from './version-leaves';
import { VersionState } from './version-state';
import { nextVersionPath } from './paths';

// The server renders the picture, so its code may load later.
const MixFigure = lazy(() => import('./mix-figure').then((module) => ({ default: module.MixFigure })));
const VersionCard = later(() => import('./version-card').then((module) => module.VersionCard), RowsSkeleton);
const VersionOrigin = later(() => import('./version-origin').then((module) => module.VersionOrigin), RowsSkeleton);
const VersionStanding = later(() => import('./version-standing').then((module) => module.VersionStanding));
const VersionQuestions = later(() => import('./version-questions').then((module) => module.VersionQuestions));
const VersionStatistics = later(
  () => import('./version-statistics').then((module) => module.VersionStatistics),
  RowsSkeleton,
);
const VersionRows = later(() => import('./version-rows').then((module) => module.VersionRows), RowsSkeleton);

function RowsSkeleton() {
  return <Skeleton className="h-64 w-full" />;
}

type VersionScreenProps = { taxonomyId: string; versionId: string; canPublish: boolean };

/** One version: its content, its rows, and its files. */
export function VersionScreen({ taxonomyId, versionId, canPublish }: VersionScreenProps) {
  const { data: version, error, refetch } = useQuery(versionById(versionId));
  const title = version ? `${version.datasetName} version ${version.number}` : 'Version';
  return (
    <Page
      crumbs={[{ label: 'Datasets', href: '/datasets' }, { label: title }]}
      action={
        version?.state === 'published' && (
          <>
            <ButtonLink href={`/datasets/${version.id}/train`}>Train</ButtonLink>
            {canPublish && (
              <ButtonLink icon={Plus} href={nextVersionPath(version.datasetName)}>
                New version
              </ButtonLink>
            )}
          </>
        )
      }
    >
      {version ? (
        <div className="flex flex-col gap-6">
          <Facts version={version} />
          <Body taxonomyId={taxonomyId} version={version} canPublish={canPublish} />
        </div>
      ) : error ? (
        <ErrorState title="The version could not be loaded" error={error} onRetry={() => void refetch()} />
      ) : (
        <div aria-busy="true" className="flex flex-col gap-6">
          <span className="sr-only">Loading the version…</span>
          <Skeleton className="h-6 w-96 max-w-full" />
          <Skeleton className="h-80 w-full" />
        </div>
      )}
    </Page>
  );
}

function Facts({ version }: { version: VersionDetail }) {
  const { state, rows, contentHash, createdAt, createdBy, origin } = version;
  const edited = origin?.edited.rows ?? 0;
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-1 text-muted">
      <VersionState state={state} />
      {state === 'published' && <span className="font-medium text-ink tabular-nums">{countText(rows, 'row')}</span>}
      {edited > 0 && <span className="tabular-nums">{editedWords(edited)}</span>}
      <span>
        <When iso={createdAt} />
        {` · ${createdBy}`}
      </span>
      {contentHash && (
        <span className="flex flex-wrap items-center gap-x-2">
          <Term word="contentHash">Content hash</Term> <Hash hash={contentHash} of="content hash" />
        </span>
      )}
    </div>
  );
}

const editedWords = (edited: number) =>
  edited === 1 ? '1 edited by a person' : `${numberText(edited)} edited by people`;

type BodyProps = { taxonomyId: string; version: VersionDetail; canPublish: boolean };

function Body({ taxonomyId, version, canPublish }: BodyProps) {
  if (version.state === 'publishing') return <Publishing rows={version.rows} />;
  if (version.state === 'failed') return <Failed version={version} canPublish={canPublish} />;
  return (
    <>
      {version.isPractice && <PracticeNotice version={version} />}
      <VersionStanding versionId={version.id} />
      <div className="flex flex-col gap-8 xl:flex-row">
        <div className="min-w-0 flex-1">
          <Suspense fallback={<Skeleton className="h-72 w-full" />}>
            <MixFigure phases={version.phases} leaves={version.leaves} table={<VersionLeaves version={version} />} />
          </Suspense>
        </div>
        <div className="flex flex-col gap-4 xl:w-80 xl:shrink-0">
          <VersionExports version={version} canExport={canPublish} />
          <VersionQuestions version={version} canPublish={canPublish} />
        </div>
      </div>
      <p>
        <ButtonLink href={`/datasets/${version.id}/learned`}>See what a model will learn</ButtonLink>
      </p>
      <Parts taxonomyId={taxonomyId} version={version} />
    </>
  );
}

const Publishing = ({ rows }: { rows: number }) => (
  <Notice title="Publishing">
    <p role="status">{rows > 0 ? `${countText(rows, 'row')} so far.` : 'Collecting rows.'} You can leave this page.</p>
  </Notice>
);

const Failed = ({ version, canPublish }: { version: VersionDetail; canPublish: boolean }) => (
  <Notice
    tone="error"
    title="Publishing failed"
    action={
      canPublish && (
        <ButtonLink
          icon={Plus}
          href={`${nextVersionPath(version.datasetName)}&again=${version.id}&scope=${version.recipe.scope.join(',')}`}
        >
          Publish again
        </ButtonLink>
      )
    }
  >
    {version.error ?? 'The reason is unknown. Publish again.'}
  </Notice>
);

function PracticeNotice({ version: { origin, rows } }: { version: VersionDetail }) {
  const marked = origin?.practice?.rows;
  const edited = origin?.edited.practiceRows ?? 0;
  return (
    <Notice tone="practice" title="Practice, not a model" className="max-w-3xl">
      {marked === undefined || marked === rows
        ? 'The practice teacher wrote these rows'
        : `The practice teacher wrote ${numberText(marked)} of these ${countText(rows, 'row')}`}
      {edited > 0 && `; people then edited ${numberText(edited)} of them`}. Use them to learn the workflow, not for
      training. Files and manifest are marked, too.
    </Notice>
  );
}

type Part = 'rows' | 'statistics' | 'origin' | 'card';

function Parts({ taxonomyId, version }: { taxonomyId: string; version: VersionDetail }) {
  const [part, setPart] = useState<Part>('rows');
  return (
    <Tabs<Part>
      label="The version in detail"
      value={part}
      onChange={setPart}
      tabs={[
        { value: 'rows', label: 'Rows', body: <VersionRows version={version} /> },
        { value: 'statistics', label: 'Statistics', body: <VersionStatistics version={version} /> },
        { value: 'origin', label: 'Origin', body: <VersionOrigin taxonomyId={taxonomyId} version={version} /> },
        { value: 'card', label: 'Data card', body: <VersionCard versionId={version.id} /> },
      ]}
    />
  );
}
