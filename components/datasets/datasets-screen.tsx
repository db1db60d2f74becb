'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { Database, ListChecks, Plus } from 'lucide-react';
import type { VersionSummary } from '@/taxonomy/datasets/contract';
import { numberText } from '../numbers';
import { LaterTree } from '../tree/later-tree';
import { ButtonLink } from '../ui/button';
import { Page } from '../ui/page';
import { ShowMore } from '../ui/show-more';
import { EmptyState, ErrorState, Notice, Skeleton } from '../ui/states';
import { Term } from '../ui/term';
import { useTree } from '../tree/use-tree';
import { totalsOf } from '../tree/model';
import { versionList } from './api';
import { ScopeLine } from './scope-line';
import { useScope, withScope } from '../tree/use-scope';
import { nextVersionPath } from './paths';
import { VersionLine } from './version-line';

type DatasetsScreenProps = { taxonomyId: string; canPublish: boolean };

/** All versions of all datasets, newest first. The tree chooses the scope of the next one. */
export function DatasetsScreen({ taxonomyId, canPublish }: DatasetsScreenProps) {
  const { scope, choose } = useScope();
  const list = useInfiniteQuery(versionList);
  const { data, error, refetch, hasNextPage, isFetchNextPageError } = list;
  const versions = data?.pages.flatMap(({ items }) => items);
  const nodeId = scope.length === 1 ? (scope[0] ?? null) : null;
  return (
    <Page
      crumbs={[{ label: 'Datasets' }]}
      action={
        <>
          <ButtonLink href="/datasets/imported">Imported datasets</ButtonLink>
          {canPublish && versions && versions.length > 0 && (
            <Publish scope={scope} datasetName={hasNextPage ? null : onlyNameOf(versions)}>
              New version
            </Publish>
          )}
        </>
      }
      side={{
        label: 'Choose what to publish',
        body: (
          <LaterTree
            taxonomyId={taxonomyId}
            count="approved"
            selectedId={nodeId}
            onSelect={(id) => choose(id === null ? [] : [id])}
          />
        ),
      }}
    >
      {error && !versions ? (
        <ErrorState title="The versions could not be loaded" error={error} onRetry={() => void refetch()} />
      ) : !versions ? (
        <TimelineSkeleton />
      ) : versions.length === 0 ? (
        <NothingPublished taxonomyId={taxonomyId} scope={scope} canPublish={canPublish} />
      ) : (
        <>
          <ScopeLine taxonomyId={taxonomyId} nodeId={nodeId} />
          {!canPublish && <MayNotPublish />}
          {error && !isFetchNextPageError && <StaleNotice error={error} />}
          <Timeline versions={versions} />
          {hasNextPage && (
            <ShowMore list={list} className="mt-4 ml-8">
              Show older versions
            </ShowMore>
          )}
        </>
      )}
    </Page>
  );
}

/** The name for the next version if there is only one dataset; null if there are several. */
function onlyNameOf(versions: readonly VersionSummary[]): string | null {
  const [name, ...others] = new Set(versions.map(({ datasetName }) => datasetName));
  return name !== undefined && others.length === 0 ? name : null;
}

type PublishProps = { scope: readonly string[]; datasetName: string | null; children: string };

const Publish = ({ scope, datasetName, children }: PublishProps) => (
  <ButtonLink
    href={withScope(datasetName === null ? '/datasets/new' : nextVersionPath(datasetName), scope)}
    variant="primary"
    icon={Plus}
  >
    {children}
  </ButtonLink>
);

export const MayNotPublish = () => (
  <p className="mb-4 text-muted">
    You can view and download datasets. Publishing requires the curator role; ask an owner.
  </p>
);

const StaleNotice = ({ error }: { error: Error }) => (
  <Notice tone="warning" title="This list may be out of date" className="mb-4 max-w-3xl">
    {error.message}
  </Notice>
);

const Timeline = ({ versions }: { versions: readonly VersionSummary[] }) => (
  <ol aria-label="Versions, newest first" className="max-w-3xl">
    {versions.map((version) => (
      <VersionLine key={version.id} version={version} />
    ))}
  </ol>
);

const TimelineSkeleton = () => (
  <div aria-busy="true" className="flex max-w-3xl flex-col gap-4">
    <span className="sr-only">Loading the versions…</span>
    {['a', 'b', 'c', 'd'].map((key) => (
      <Skeleton key={key} className="h-12 w-full" />
    ))}
  </div>
);

type NothingPublishedProps = DatasetsScreenProps & { scope: readonly string[] };

/** Explains what will be here, and offers the next step: reviewing while nothing is approved, then publishing. */
function NothingPublished({ taxonomyId, scope, canPublish }: NothingPublishedProps) {
  const { model, error } = useTree(taxonomyId);
  // Nothing is said about approved samples before they are counted. The tree says why it could not be loaded.
  if (!model) return error ? null : <TimelineSkeleton />;
  const approved = totalsOf(model, null).approved;
  const review = (
    <ButtonLink href="/review" variant="primary" icon={ListChecks}>
      Review samples
    </ButtonLink>
  );
  return (
    <EmptyState
      icon={Database}
      title="No dataset yet"
      action={
        approved === 0
          ? review
          : canPublish && (
              <Publish scope={scope} datasetName={null}>
                New dataset
              </Publish>
            )
      }
    >
      <p>
        Approved <Term word="sample">samples</Term> are published here as a dataset in three{' '}
        <Term word="phase">phases</Term>, ready for training. Every <Term word="datasetVersion">version</Term> stays as
        it is and can be exported again, byte for byte.
      </p>
      <p className="mt-2">
        {approved === 0
          ? 'Nothing is approved yet.'
          : `${numberText(approved)} approved samples are ready.${canPublish ? '' : ' Publishing requires the curator role; ask an owner.'}`}
      </p>
    </EmptyState>
  );
}
