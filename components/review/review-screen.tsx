'use client';

import { PanelRight } from 'lucide-react';
import { useState } from 'react';
import { keyOf } from '@/components/keymap';
import { Button, IconButton } from '@/components/ui/button';
import { Page } from '@/components/ui/page';
import type { ReviewQueue } from '@/taxonomy/review/contract';
import { reasonsFor, type RejectReason } from '@/taxonomy/review/vocabulary';
import { BesideSample } from './beside-sample';
import { DecisionBar } from './decision-bar';
import { useHasDraft } from './drafts';
import { useLeafSteps } from './leaf-steps';
import { OriginDialog } from './origin-dialog';
import { Refusals } from './refusals';
import { RefusedDecisions } from './refused-decisions';
import { ReviewProgress } from './review-progress';
import { SamplePane } from './sample-pane';
import { SavingStatus } from './saving-status';
import { ScopeTree } from './scope-tree';
import type { DeskPlace } from './desk-place';
import { useDesk } from './use-desk';
import { useReading } from './use-reading';
import { useReviewKeys, type Open } from './use-review-keys';

type ReviewScreenProps = DeskPlace & { initial: ReviewQueue; canDecide: boolean; canGenerate: boolean };

/** The review queue: one sample at a time, with the decision bar always in the same place. */
export function ReviewScreen({ initial, canDecide, canGenerate, ...place }: ReviewScreenProps) {
  const { taxonomyId, scope, runId, personId } = place;
  const desk = useDesk(place, initial);
  const reading = useReading();
  const [open, setOpen] = useState<Open>(null);
  const [strayKey, setStrayKey] = useState<string | null>(null);
  const [lastReason, setLastReason] = useState<RejectReason | null>(null);
  const [isBesideShown, setBesideShown] = useState(true);
  const leafSteps = useLeafSteps(taxonomyId, scope);
  const { sample } = desk;
  const hasDraft = useHasDraft(personId, sample?.id);

  const show = (next: Open) => {
    setOpen(next);
    setStrayKey(null);
  };
  const act = (run: () => void) => {
    run();
    show(null);
  };
  const reasons = sample ? reasonsFor(sample.kind) : [];
  const acts = {
    onApprove: () => {
      // An unsaved draft is opened instead, so that nobody approves the old text by mistake.
      if (hasDraft) show('editor');
      else act(sample?.status === 'approved' ? () => desk.step(1) : desk.approve);
    },
    onReject: (reason: RejectReason) => {
      setLastReason(reason);
      act(() => desk.reject(reason));
    },
    onEdit: () => show('editor'),
    onSkip: () => act(desk.skip),
    onUndo: () => act(desk.undo),
    onRedo: () => act(desk.redo),
    onChooseReason: (isOpen: boolean) => show(isOpen ? 'reasons' : null),
  };
  // The last reason is offered again only if it applies to this sample.
  const again = reasons.find((reason) => reason === lastReason) ?? null;
  const canDecideNow = canDecide && sample !== null;
  useReviewKeys({
    desk,
    reading,
    leafSteps,
    open,
    reasons,
    again,
    canDecide: canDecideNow,
    ...acts,
    onStrayKey: setStrayKey,
    onOrigin: () => show('origin'),
    onBeside: () => setBesideShown(!isBesideShown),
  });

  return (
    <Page
      width="fill"
      crumbs={crumbsOf(initial)}
      side={{ label: 'Choose what to review', body: <ScopeTree taxonomyId={taxonomyId} scope={scope} /> }}
      action={
        <>
          <SavingStatus saving={desk.saving} />
          <Button
            variant="ghost"
            size="small"
            keyHint={keyOf('review.raw')}
            aria-pressed={reading.isRaw}
            onClick={reading.onRaw}
          >
            Raw
          </Button>
          <IconButton
            icon={PanelRight}
            label={isBesideShown ? 'Hide scores and seeds' : 'Show scores and seeds'}
            keyHint={keyOf('review.details')}
            aria-pressed={isBesideShown}
            onClick={() => setBesideShown(!isBesideShown)}
          />
        </>
      }
    >
      <ReviewProgress desk={desk} scope={scope} runId={runId} marked={initial.marked} />
      <RefusedDecisions refused={desk.saving.refused} onDiscard={desk.discardRefused} />
      <Refusals refusals={desk.refusals} onDismiss={desk.dismissRefusals} />
      <div className="flex min-h-0 flex-1 flex-col xl:flex-row">
        <SamplePane
          desk={desk}
          place={place}
          reading={reading}
          isEditing={open === 'editor'}
          hasDraft={hasDraft}
          nextLeaf={leafSteps.find(1)}
          canGenerate={canGenerate}
          onLeaveEditor={() => show(null)}
          onSave={(text, isApproved) => act(() => desk.saveEdit(text, isApproved))}
          onOrigin={() => show('origin')}
        />
        <OriginDialog sampleId={open === 'origin' && sample ? sample.id : null} onClose={() => show(null)} />
        {isBesideShown && sample && (
          <aside
            aria-label="Scores and seeds"
            className="border-t lg:max-h-[30dvh] lg:overflow-y-auto xl:max-h-none xl:w-80 xl:shrink-0 xl:border-t-0 xl:border-l"
          >
            <BesideSample sample={sample} />
          </aside>
        )}
      </div>
      {!canDecide && (
        <p className="border-t bg-surface px-4 py-3 text-center text-muted">
          You can view samples. Reviewing requires the reviewer role; ask an owner.
        </p>
      )}
      {canDecide && open !== 'editor' && (
        <DecisionBar
          {...acts}
          isChoosingReason={open === 'reasons'}
          reasons={reasons}
          lastReason={again}
          strayKey={strayKey}
          canUndo={desk.canUndo}
          canRedo={desk.canRedo}
          canDecide={canDecideNow}
        />
      )}
    </Page>
  );
}

const crumbsOf = ({ scope }: ReviewQueue) => [
  { label: 'Review', href: '/review' },
  ...scope.map(({ id, name }) => ({ label: name, href: `/review/${id}` })),
];
