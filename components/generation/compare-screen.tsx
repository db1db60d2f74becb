'use client';

import { Columns3, Download, FolderTree, Plus } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { comparisonCsv } from '@/taxonomy/generation/vocabulary-comparison';
import { comparisonLimits } from '@/taxonomy/generation/vocabulary-comparison-limits';
import { isOver } from '@/taxonomy/generation/vocabulary';
import { countText } from '../numbers';
import { Button } from '../ui/button';
import { Checkbox } from '../ui/choice';
import { laterDialog } from '../ui/later-dialog';
import { Page } from '../ui/page';
import { ProgressBar } from '../ui/progress-bar';
import { EmptyState, ErrorState, Notice, Skeleton } from '../ui/states';
import { useToast } from '../ui/toasts';
import { messageOf } from '../ui/states';
import { allComparedLeaves } from './compare-api';
import { CompareLeaves } from './compare-leaves';
import { ComparePictures } from './compare-pictures';
import { CompareRuns } from './compare-runs';
import { CompareTable } from './compare-table';
import { saveText } from './save-text';
import { useCompared } from './use-compared';

const NodePicker = laterDialog(() => import('../tree/node-picker').then((module) => module.NodePicker));
const RunPicker = laterDialog(() => import('./run-picker').then((module) => module.RunPicker));

type CompareScreenProps = { taxonomyId: string; runIds: readonly string[]; node: string | undefined };

const addressOf = (runIds: readonly string[], node: string | undefined) =>
  `/runs/compare?runs=${runIds.join(',')}${node ? `&node=${node}` : ''}`;

/** Two to four runs side by side. The runs and the part of the taxonomy are in the address. */
export function CompareScreen({ taxonomyId, runIds, node }: CompareScreenProps) {
  const router = useRouter();
  const toast = useToast();
  const [isEqual, setEqual] = useState(false);
  const [opened, setOpened] = useState<'runs' | 'node' | null>(null);
  const { comparison, compared, error, refetch, rows, ...measuring } = useCompared(runIds, node, isEqual);
  const go = (ids: readonly string[], place: string | undefined) => router.push(addressOf(ids, place));
  const { least, most } = comparisonLimits.runs;
  const addRun = (
    <Button icon={Plus} disabled={runIds.length >= most} onClick={() => setOpened('runs')}>
      Add run
    </Button>
  );
  const saveCsv = async () => {
    try {
      saveText('run-comparison.csv', 'text/csv', comparisonCsv(compared, await allComparedLeaves(runIds, node)));
    } catch (failure) {
      toast({ text: messageOf(failure), tone: 'error' });
    }
  };
  const going = compared.filter(({ run }) => !isOver(run.state)).length;
  const sampled = compared.filter((run) => run.rows > rows).length;
  return (
    <Page
      crumbs={[{ label: 'Runs', href: '/runs' }, { label: 'Compare runs' }]}
      action={
        runIds.length >= least && (
          <>
            {addRun}
            <Button icon={Download} disabled={measuring.isMeasuring || !comparison} onClick={() => void saveCsv()}>
              Download CSV
            </Button>
          </>
        )
      }
    >
      {runIds.length < least ? (
        <EmptyState
          icon={Columns3}
          title={runIds.length === 0 ? 'Choose runs to compare' : 'Choose another run'}
          action={addRun}
        >
          {`Two to ${most} runs can be compared side by side: coverage, diversity, lengths, cost and decisions.`}
        </EmptyState>
      ) : error && !comparison ? (
        <ErrorState title="The runs could not be compared" error={error} onRetry={() => void refetch()} />
      ) : !comparison ? (
        <Skeleton className="h-64 w-full" />
      ) : (
        <div className="flex flex-col gap-8">
          <div className="flex flex-col gap-3">
            <CompareRuns
              runs={compared}
              onRemove={(id) =>
                go(
                  runIds.filter((each) => each !== id),
                  node,
                )
              }
            />
            <div className="flex flex-wrap items-center gap-x-6 gap-y-2">
              <p className="flex flex-wrap items-center gap-2">
                <span>
                  {comparison.place?.path ?? 'The whole taxonomy'}, {countText(comparison.leaves, 'leaf', 'leaves')}
                </span>
                <Button size="small" icon={FolderTree} onClick={() => setOpened('node')}>
                  Choose leaf or folder
                </Button>
                {node && (
                  <Button size="small" variant="ghost" onClick={() => go(runIds, undefined)}>
                    Whole taxonomy
                  </Button>
                )}
              </p>
              <Checkbox
                label="Measure equally many rows of each run"
                hint="Larger runs have closer neighbours and fewer distinct words."
                checked={isEqual}
                onChange={setEqual}
              />
            </div>
            {going > 0 && (
              <Notice tone="info">
                {countText(going, 'run is', 'runs are')} not over. The comparison shows the rows so far.
              </Notice>
            )}
            {node && (
              <Notice tone="info">
                Calls about passages that several tasks share belong to no leaf. They are not counted here.
              </Notice>
            )}
            {sampled > 0 && (
              <Notice tone="info">
                {`Diversity and lengths are measured on ${countText(rows, 'row')} of each larger run, always the same ones.`}
              </Notice>
            )}
            {measuring.measureError && (
              <Notice
                tone="error"
                title="The texts could not be measured"
                action={<Button onClick={measuring.measureAgain}>Try again</Button>}
              >
                {messageOf(measuring.measureError)}
              </Notice>
            )}
            {measuring.isMeasuring && (
              <div className="flex flex-col gap-1">
                <p role="status" className="text-sm text-muted">
                  Measuring the texts
                </p>
                <ProgressBar label="Texts measured" value={Math.round(measuring.progress * 100)} max={100} />
              </div>
            )}
          </div>
          <ComparePictures runs={compared} />
          <CompareTable runs={compared} />
          <CompareLeaves runs={compared} node={node} />
        </div>
      )}
      {opened === 'node' && (
        <NodePicker
          taxonomyId={taxonomyId}
          open
          onOpenChange={(isOpen) => !isOpen && setOpened(null)}
          title="Compare within"
          description="A folder includes all leaves below it."
          onPick={({ id }) => go(runIds, id)}
        />
      )}
      {opened === 'runs' && (
        <RunPicker chosen={runIds} onClose={() => setOpened(null)} onPick={(id) => go([...runIds, id], node)} />
      )}
    </Page>
  );
}
