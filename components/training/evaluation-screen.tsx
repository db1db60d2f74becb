'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { Download, Plus } from 'lucide-react';
import { lazy, Suspense, useState, type ReactNode } from 'react';
import { Button, ButtonLink } from '../ui/button';
import { later } from '../ui/later';
import { laterDialog } from '../ui/later-dialog';
import { Page } from '../ui/page';
import { ShowMore } from '../ui/show-more';
import { ErrorState, Notice, Skeleton } from '../ui/states';
import { modelList, tableAddress } from './api';
import { ScoresTable } from './scores-table';

// The server renders the picture, so its code may load later.
const BenchmarkFigure = lazy(() =>
  import('./benchmark-figure').then((module) => ({ default: module.BenchmarkFigure })),
);
const TaskResults = later(() => import('./task-results').then((module) => module.TaskResults), Waiting);
const EvaluationImports = later(
  () => import('./evaluation-imports').then((module) => module.EvaluationImports),
  Waiting,
);
const ImportDialog = laterDialog(() => import('./import-dialog').then((module) => module.ImportDialog));

function Waiting() {
  return <Skeleton className="h-48 w-full" />;
}

/** Results of evaluations: models by benchmark beside those of the model cards, and one model by task. */
export function EvaluationScreen({ canCurate }: { canCurate: boolean }) {
  const list = useInfiniteQuery(modelList);
  const { data, error, refetch, hasNextPage } = list;
  const [isImporting, setImporting] = useState(false);
  const models = data?.pages.flatMap(({ items }) => items);
  return (
    <Page
      crumbs={[{ label: 'Training', href: '/training' }, { label: 'Evaluation' }]}
      action={
        <>
          <ButtonLink icon={Download} href={tableAddress} prefetch={false} download>
            Download CSV
          </ButtonLink>
          {canCurate && (
            <Button variant="primary" icon={Plus} onClick={() => setImporting(true)}>
              Import results…
            </Button>
          )}
        </>
      }
    >
      {error && !models ? (
        <ErrorState title="The results could not be loaded" error={error} onRetry={() => void refetch()} />
      ) : !models ? (
        <div aria-busy="true">
          <span className="sr-only">Loading the results…</span>
          <Skeleton className="h-96 w-full" />
        </div>
      ) : (
        <div className="flex flex-col gap-10">
          {models.length === 0 && <NothingMeasured />}
          <Suspense fallback={<Waiting />}>
            <BenchmarkFigure models={models} />
          </Suspense>
          <Section title="Models by benchmark">
            <ScoresTable models={models} />
            {hasNextPage && (
              <ShowMore list={list} className="mt-3">
                Show older models
              </ShowMore>
            )}
          </Section>
          {models.length > 0 && (
            <>
              <Section title="One model by task">
                <TaskResults models={models} />
              </Section>
              <Section title="Imported files">
                <EvaluationImports canCurate={canCurate} />
              </Section>
            </>
          )}
        </div>
      )}
      {isImporting && (
        <ImportDialog models={models?.map(({ name }) => name) ?? []} onClose={() => setImporting(false)} />
      )}
    </Page>
  );
}

const Section = ({ title, children }: { title: string; children: ReactNode }) => (
  <section aria-label={title}>
    <h2 className="mb-3 text-lg font-semibold">{title}</h2>
    {children}
  </section>
);

const NothingMeasured = () => (
  <Notice title="No results of your own yet" className="max-w-3xl">
    <p>
      What the model cards publish is below. Add what lm-evaluation-harness, MT-Bench or InstructLab’s evaluators wrote
      for your model, and for its base to see what it gained and forgot:
    </p>
    <code className="mt-2 block text-code wrap-anywhere">
      npm run -s seedleaf -- evaluation import results/ --model my-model --base my-base-model
    </code>
  </Notice>
);
