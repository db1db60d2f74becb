'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Play } from 'lucide-react';
import Link from 'next/link';
import { useEffect, type ReactNode } from 'react';
import { isOver } from '@/taxonomy/generation/vocabulary';
import type { TreeNode } from '@/taxonomy/tree/contract';
import { leafKinds } from '@/taxonomy/tree/vocabulary';
import { countText, numberText } from '../numbers';
import { refreshTree, someNodes } from '../tree/api';
import { useTree } from '../tree/use-tree';
import { totalsOf } from '../tree/model';
import { Button, ButtonLink } from '../ui/button';
import { later } from '../ui/later';
import { messageOf, Notice, Skeleton } from '../ui/states';
import { Term } from '../ui/term';
import { useStartFirstRun, watchedRun } from './api';
import { Step } from './step';

// Its data is requested after the page has loaded.
const FirstRunView = later(
  () => import('./first-run-view').then((module) => module.FirstRunView),
  () => <Skeleton className="h-24" />,
);

const FIRST_SAMPLES = 5;

type GenerateStepProps = {
  taxonomyId: string;
  teacherId: string | null;
  /** The run to show: the one started here, else the latest. */
  runId: string | null;
  onStarted: (runId: string) => void;
};

/** A small first run on one leaf, so that the first sample appears soon and costs almost nothing. */
export function GenerateStep({ taxonomyId, teacherId, runId, onStarted }: GenerateStepProps) {
  const { data: nodes } = useQuery(someNodes(taxonomyId));
  const leaf = nodes ? easiestLeaf(nodes.items) : null;
  const start = useStartFirstRun(onStarted);
  const title = (
    <>
      Generate the first <Term word="sample">samples</Term>
    </>
  );
  if (runId !== null) return <RunStep title={title} runId={runId} taxonomyId={taxonomyId} />;
  const missing = whatIsMissing(leaf !== null, teacherId !== null);
  return (
    <Step number={3} title={title}>
      <div className="flex flex-col gap-3">
        <p className="text-muted">
          {missing ?? (
            <>
              A small run on one leaf, “{leaf?.name}”. A <Term word="judge" /> rates every sample before you see it.
            </>
          )}
        </p>
        <div className="flex flex-wrap gap-2">
          <Button
            variant="primary"
            icon={Play}
            disabled={missing !== null}
            isBusy={start.isPending}
            onClick={() => leaf && teacherId && start.mutate({ leafId: leaf.id, teacherId, target: FIRST_SAMPLES })}
          >
            Generate {FIRST_SAMPLES} samples
          </Button>
          {missing === null && <ButtonLink href="/runs/new">Choose leaves and target</ButtonLink>}
        </div>
        {start.error && (
          <Notice tone="error" title="The run did not start">
            {messageOf(start.error)}
          </Notice>
        )}
      </div>
    </Step>
  );
}

function RunStep({ title, runId, taxonomyId }: { title: ReactNode; runId: string; taxonomyId: string }) {
  const { data: run } = useQuery(watchedRun(runId));
  const client = useQueryClient();
  const isEnded = run !== undefined && isOver(run.state);
  const isDone = isEnded && run.samplesKept > 0;
  // The tree's counts are from before the run.
  useEffect(() => {
    if (isEnded) void refreshTree(client);
  }, [client, isEnded]);
  return (
    <Step number={3} title={title} done={isDone && <NextLine taxonomyId={taxonomyId} />}>
      <FirstRunView runId={runId} />
    </Step>
  );
}

/** Counts for the whole taxonomy, and the next step. */
function NextLine({ taxonomyId }: { taxonomyId: string }) {
  const { model } = useTree(taxonomyId);
  if (!model) return <Skeleton className="h-5 w-64" />;
  const { pending, approved } = totalsOf(model, null);
  return (
    <>
      {countText(approved, 'sample')} approved, {numberText(pending)} to review.{' '}
      {approved > 0 && (
        <Link href="/datasets/new" className="text-accent underline">
          Publish a dataset
        </Link>
      )}
    </>
  );
}

function whatIsMissing(hasLeaf: boolean, hasTeacher: boolean): string | null {
  if (!hasLeaf && !hasTeacher) return 'Needs a leaf with seed examples and a teacher.';
  if (!hasLeaf) return 'Needs a leaf with seed examples.';
  return hasTeacher ? null : 'Needs a teacher.';
}

/** The leaf with the fewest problems; freeform skills first, since they need the fewest calls. */
function easiestLeaf(nodes: readonly TreeNode[]): TreeNode | null {
  const sound = nodes.filter(({ leaf }) => leaf && leaf.seedCount > 0);
  const rank = ({ leaf }: TreeNode) => (leaf ? leaf.problemCount * 10 + leafKinds.indexOf(leaf.kind) : 0);
  return sound.toSorted((a, b) => rank(a) - rank(b))[0] ?? null;
}
