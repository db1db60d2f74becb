import { clsx } from 'clsx';
import { keyOf } from '@/components/keymap';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { PracticeBadge } from '@/components/ui/practice-badge';
import type { SampleText } from '@/taxonomy/review/contract';
import type { Crumb } from '@/taxonomy/tree/contract';
import { leafKindNames } from '@/taxonomy/tree/vocabulary';
import { NothingLeft } from './nothing-left';
import { SampleCard, type Reading } from './sample-card';
import { SampleEditor } from './sample-editor';
import type { DeskPlace } from './desk-place';
import type { Desk } from './use-desk';

type SamplePaneProps = {
  desk: Desk;
  place: DeskPlace;
  reading: Reading;
  isEditing: boolean;
  hasDraft: boolean;
  /** A leaf that still has samples to review. */
  nextLeaf: Crumb | undefined;
  canGenerate: boolean;
  onLeaveEditor: () => void;
  onSave: (text: SampleText, isApproved: boolean) => void;
  onOrigin: () => void;
};

const decidedWords = {
  approved: 'You approved this',
  rejected: 'You rejected this',
  pending: null,
  withdrawn: null,
} as const;

/** The current sample, to read or edit; or why there is none. */
export function SamplePane({ desk, place, reading, isEditing, hasDraft, ...rest }: SamplePaneProps) {
  const { sample } = desk;
  const decided = sample && decidedWords[sample.status];
  return (
    // The key makes each sample start at the top, whatever the last one was scrolled to.
    <div
      key={sample?.id}
      className={clsx(
        'min-w-0 flex-1 px-4 pt-4 lg:overflow-y-auto',
        // The editor's bar is at the bottom edge; below a sample there is room for the reject reasons.
        sample && isEditing ? 'pb-0' : 'pb-8 lg:pb-32',
      )}
    >
      {sample && isEditing && (
        <SampleEditor
          key={`${sample.id} ${sample.version}`}
          sample={sample}
          personId={place.personId}
          onLeave={rest.onLeaveEditor}
          onSave={rest.onSave}
        />
      )}
      {sample && !isEditing && (
        <div className="mx-auto max-w-[68ch] text-sample">
          <div className="mb-3 flex flex-wrap items-center gap-2 text-sm text-muted">
            {decided && <Badge tone={sample.status}>{decided}</Badge>}
            {sample.leafName} · {leafKindNames[sample.kind]}
            {sample.marks.map((mark) => (
              <Badge key={mark}>{mark}</Badge>
            ))}
            {sample.isPractice && <PracticeBadge />}
            {hasDraft && <Badge tone="pending">Unsaved draft</Badge>}
            <Button
              variant="ghost"
              size="small"
              className="ml-auto"
              keyHint={keyOf('review.origin')}
              onClick={rest.onOrigin}
            >
              Origin
            </Button>
          </div>
          <SampleCard sample={sample} reading={reading} />
        </div>
      )}
      {!sample && (
        <NothingLeft
          desk={desk}
          scope={place.scope}
          runId={place.runId}
          nextLeaf={rest.nextLeaf}
          canGenerate={rest.canGenerate}
        />
      )}
    </div>
  );
}
