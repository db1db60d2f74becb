'use client';

import { PanelRight } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useQueryClient } from '@tanstack/react-query';
import { memo, useEffect, useState } from 'react';
import { treeNodes } from '@/components/tree/api';
import { TaxonomyTree } from '@/components/tree/taxonomy-tree';
import { PracticeBadge } from '@/components/ui/practice-badge';
import { Badge } from '@/components/ui/badge';
import { Button, IconButton } from '@/components/ui/button';
import { keyOf } from '@/components/keymap';
import { Page } from '@/components/ui/page';
import { ProgressBar } from '@/components/ui/progress-bar';
import { useHotkeys, type KeyHandlers } from '@/components/use-hotkeys';
import { leafKindNames } from '@/taxonomy/tree/vocabulary';
import type { ReviewQueue } from '@/taxonomy/review/contract';
import type { RejectReason } from '@/taxonomy/review/vocabulary';
import { reviewHref, type ReviewScope } from './api';
import { BesideSample } from './beside-sample';
import { DecisionBar } from './decision-bar';
import { useLeafSteps } from './leaf-steps';
import { draftOf } from './drafts';
import { NothingLeft } from './nothing-left';
import { OfRun } from './of-run';
import { OriginDialog } from './origin-dialog';
import { Refusals } from './refusals';
import { SampleCard } from './sample-card';
import { SampleEditor } from './sample-editor';
import { SavingStatus } from './saving-status';
import { StatusLinks } from './status-links';
import { reasonsFor, reasonsInOrder, useDesk, type Desk } from './use-desk';

type ReviewScreenProps = {
  taxonomyId: string;
  scope: ReviewScope;
  /** Only what one run made. */
  runId: string | null;
  initial: ReviewQueue;
  canDecide: boolean;
  canGenerate: boolean;
};

const PAUSE_MS = 700;

/** What is open besides the sample itself; one at a time. */
type Open = 'reasons' | 'editor' | 'origin' | null;

/** The reviewer's desk. The prompt is above and the answer below, always at the same place. */
export function ReviewScreen({ taxonomyId, scope, runId, initial, canDecide, canGenerate }: ReviewScreenProps) {
  const desk = useDesk(scope, runId, initial);
  const [open, setOpen] = useState<Open>(null);
  const [lastReason, setLastReason] = useState<RejectReason | null>(null);
  const [isBesideShown, setBesideShown] = useState(true);
  const [isChangeShown, setChangeShown] = useState(true);
  const { sample } = desk;
  const leafSteps = useLeafSteps(taxonomyId, scope);
  useFreshTree(taxonomyId, desk);

  const act = (run: () => void) => {
    run();
    setOpen(null);
  };
  const reject = (reason: RejectReason) => {
    setLastReason(reason);
    act(() => desk.reject(reason));
  };
  const acts = {
    // What was written and not saved is shown again instead: nobody approves the old text by mistake.
    onApprove: () => (sample && draftOf(sample.id) ? setOpen('editor') : act(desk.approve)),
    onReject: reject,
    onEdit: () => setOpen('editor'),
    onSkip: () => act(desk.skip),
    onUndo: () => act(desk.undo),
    onChooseReason: (isOpen: boolean) => setOpen(isOpen ? 'reasons' : null),
  };
  const canUndo = desk.done.length > 0;
  const reasons = reasonsFor(sample);
  // Only what can be true of this sample too is offered again.
  const again = reasons.find((reason) => reason === lastReason) ?? null;
  useHotkeys(keysOf({ ...acts, desk, open, reasons, again, canDecide: canDecide && sample !== null, canUndo }));
  useHotkeys({
    'review.details': () => setBesideShown(!isBesideShown),
    'review.change': () => setChangeShown(!isChangeShown),
    'review.nextLeaf': () => leafSteps.go(1),
    'review.previousLeaf': () => leafSteps.go(-1),
    ...(sample && { 'review.origin': () => setOpen('origin') }),
  });

  const crumbs = [
    { label: 'Review', href: '/review' },
    ...initial.scope.map(({ id, name }) => ({ label: name, href: `/review/${id}` })),
  ];
  return (
    <Page
      width="fill"
      crumbs={crumbs}
      side={{
        label: 'Choose what to review',
        body: <ScopeTree taxonomyId={taxonomyId} scope={scope} />,
      }}
      action={
        <>
          <SavingStatus saving={desk.saving} />
          <IconButton
            icon={PanelRight}
            label={isBesideShown ? 'Hide seeds and scores' : 'Show seeds and scores'}
            keyHint={keyOf('review.details')}
            aria-pressed={isBesideShown}
            onClick={() => setBesideShown(!isBesideShown)}
          />
        </>
      }
    >
      <Progress desk={desk} scope={scope} runId={runId} />
      <Refusals refusals={desk.refusals} onDismiss={desk.dismissRefusals} />
      <div className="flex min-h-0 flex-1 flex-col xl:flex-row">
        {/* The key makes each sample begin at its top, whatever was scrolled to before. */}
        <div key={sample?.id} className="min-w-0 flex-1 overflow-y-auto px-4 pt-6 pb-32">
          {sample && open === 'editor' && (
            <SampleEditor
              key={`${sample.id} ${sample.version}`}
              sample={sample}
              onLeave={() => setOpen(null)}
              onSave={(text, isApproved) => act(() => desk.saveEdit(text, isApproved))}
            />
          )}
          {sample && open !== 'editor' && (
            <div className="mx-auto max-w-[68ch] text-sample">
              <div className="mb-4 flex flex-wrap items-center gap-2 text-sm text-muted">
                {sample.leafName} · {leafKindNames[sample.kind]}
                {sample.isPractice && <PracticeBadge />}
                {draftOf(sample.id) && <Badge tone="pending">Your draft is not saved</Badge>}
                <Button
                  variant="ghost"
                  size="small"
                  className="ml-auto"
                  keyHint={keyOf('review.origin')}
                  onClick={() => setOpen('origin')}
                >
                  Origin
                </Button>
              </div>
              <SampleCard sample={sample} isChangeShown={isChangeShown} />
            </div>
          )}
          {!sample && (
            <NothingLeft
              desk={desk}
              scope={scope}
              runId={runId}
              nextLeaf={leafSteps.find(1)}
              canGenerate={canGenerate}
            />
          )}
          <OriginDialog sampleId={open === 'origin' && sample ? sample.id : null} onClose={() => setOpen(null)} />
        </div>
        {isBesideShown && sample && (
          <aside
            aria-label="Seeds and scores"
            className="max-h-[40dvh] overflow-y-auto border-t lg:max-h-[30dvh] xl:max-h-none xl:w-80 xl:shrink-0 xl:border-t-0 xl:border-l"
          >
            <BesideSample sample={sample} />
          </aside>
        )}
      </div>
      {canDecide ? (
        open !== 'editor' && (
          <DecisionBar
            {...acts}
            isChoosingReason={open === 'reasons'}
            reasons={reasons}
            lastReason={again}
            canUndo={canUndo}
            canDecide={sample !== null}
          />
        )
      ) : (
        <p className="border-t bg-surface px-4 py-3 text-center text-muted">
          You can read here. Deciding needs the role reviewer; an owner can give it to you.
        </p>
      )}
    </Page>
  );
}

/** Remembered, so that deciding does not draw the tree again. */
const ScopeTree = memo(function ScopeTree({ taxonomyId, scope }: { taxonomyId: string; scope: ReviewScope }) {
  const router = useRouter();
  return (
    <TaxonomyTree
      taxonomyId={taxonomyId}
      count="pending"
      selectedId={scope === 'all' ? null : scope}
      onSelect={(id) => router.push(id ? `/review/${id}` : '/review')}
    />
  );
});

/** The tree's numbers follow in a pause: while keys are being pressed nothing else may want the page's time. */
function useFreshTree(taxonomyId: string, { done, saving }: Desk) {
  const client = useQueryClient();
  const isSaved = saving.unsaved === 0;
  useEffect(() => {
    if (!isSaved || done.length === 0) return;
    const refresh = () => void client.invalidateQueries({ queryKey: treeNodes(taxonomyId).queryKey });
    const timer = setTimeout(refresh, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [client, taxonomyId, done, isSaved]);
}

type ProgressProps = { desk: Desk; scope: ReviewScope; runId: string | null };

function Progress({ desk: { counts }, scope, runId }: ProgressProps) {
  const decided = counts.approved + counts.rejected;
  return (
    <div className="border-b px-4 py-2">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1 text-sm">
        <p role="status" className="font-medium tabular-nums">
          {counts.pending.toLocaleString('en')} to review
        </p>
        <StatusLinks counts={counts} scope={scope} runId={runId} />
        {runId && <OfRun runId={runId} allHref={reviewHref(scope, { status: 'pending' })} />}
      </div>
      <ProgressBar label="Decided" value={decided} max={decided + counts.pending} className="mt-2" />
    </div>
  );
}

type Keys = {
  desk: Desk;
  open: Open;
  reasons: readonly RejectReason[];
  again: RejectReason | null;
  canDecide: boolean;
  canUndo: boolean;
  onApprove: () => void;
  onReject: (reason: RejectReason) => void;
  onEdit: () => void;
  onSkip: () => void;
  onUndo: () => void;
  onChooseReason: (isOpen: boolean) => void;
};

/** What each key does now. A key that would do nothing is left out, so that the sheet of keys tells the truth. */
function keysOf({ desk, open, reasons, again, canDecide, canUndo, ...acts }: Keys): KeyHandlers {
  if (open === 'editor') return {};
  const isChoosing = open === 'reasons';
  const rejectAgain = again && isChoosing ? () => acts.onReject(again) : () => acts.onChooseReason(!isChoosing);
  return {
    'review.next': () => desk.step(1),
    'review.previous': () => desk.step(-1),
    ...(canUndo && { 'review.undo': acts.onUndo }),
    ...(canDecide && {
      'review.approve': acts.onApprove,
      'review.reject': rejectAgain,
      'review.edit': acts.onEdit,
      'review.skip': acts.onSkip,
    }),
    ...(canDecide &&
      isChoosing && {
        'review.leave': () => acts.onChooseReason(false),
        'review.reason': (event) => {
          const reason = reasonsInOrder[Number(event.key) - 1];
          if (reason && reasons.includes(reason)) acts.onReject(reason);
        },
      }),
  };
}
