'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Check, Pencil, Undo2, X } from 'lucide-react';
import { useEffect, useEffectEvent, useState } from 'react';
import { v7 as uuid } from 'uuid';
import { keyOf } from '@/components/keymap';
import { usePreferences } from '@/components/preferences';
import { Button } from '@/components/ui/button';
import { RadioGroup } from '@/components/ui/choice';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Textarea } from '@/components/ui/input';
import { Kbd } from '@/components/ui/kbd';
import { messageOf, Notice } from '@/components/ui/states';
import { useHotkeys } from '@/components/use-hotkeys';
import type { DecideRequest, Sample, SampleText } from '@/taxonomy/review/contract';
import { maxNote, reasonsFor, rejectReasons, type RejectReason } from '@/taxonomy/review/vocabulary';
import { queryKeyOf } from '../api';
import { sampleById, sampleDecisions, sendDecisions } from './api';
import { noteDecision } from './decided-here';
import { useHasDraft } from './drafts';
import { SampleEditor } from './sample-editor';

type DecideAgainProps = { sample: Sample; personId: string; isEditing: boolean; onEdit: (isEditing: boolean) => void };

/**
 * Decides on a sample on its own page, also after it was decided, with the keys of the review page: adds one more
 * decision to its history.
 */
export function DecideAgain({ sample, personId, isEditing, onEdit }: DecideAgainProps) {
  const [isRejecting, setRejecting] = useState(false);
  const decide = useDecide(sample);
  const hasDraft = useHasDraft(personId, sample.id);
  const made = (rest: Decision, version: number): DecideRequest => ({
    id: uuid(),
    sampleId: sample.id,
    version,
    ...rest,
  });
  const send = (rest: Decision) => {
    setRejecting(false);
    if (!decide.isPending) decide.mutate([made(rest, sample.version)]);
  };
  const save = (text: SampleText, isApproved: boolean) => {
    onEdit(false);
    const approval = isApproved && sample.status !== 'approved' && made({ verdict: 'approve' }, sample.version + 1);
    decide.mutate([made({ verdict: 'edit', text }, sample.version), ...(approval ? [approval] : [])]);
  };
  const approve = () => send({ verdict: 'approve' });
  const reopen = () => send({ verdict: 'reopen' });
  useHotkeys(
    isEditing
      ? {}
      : {
          // An unsaved draft is opened instead, so that nobody approves the old text by mistake.
          'review.approve': hasDraft ? () => onEdit(true) : sample.status === 'approved' ? undefined : approve,
          'review.reject': sample.status === 'rejected' ? undefined : () => setRejecting(true),
          'review.edit': () => onEdit(true),
          'review.undo': sample.status === 'pending' ? undefined : reopen,
        },
  );
  if (isEditing)
    return <SampleEditor sample={sample} personId={personId} onSave={save} onLeave={() => onEdit(false)} />;
  const conflict = decide.data?.outcome === 'conflict' ? decide.data : null;
  return (
    <div className="mb-6 flex flex-col gap-2 text-base">
      <div role="group" aria-label="Decide" className="flex flex-wrap gap-2">
        {sample.status !== 'approved' && (
          <Button icon={Check} keyHint={keyOf('review.approve')} isBusy={decide.isPending} onClick={approve}>
            Approve
          </Button>
        )}
        {sample.status !== 'rejected' && (
          <Button
            icon={X}
            keyHint={keyOf('review.reject')}
            isBusy={decide.isPending}
            onClick={() => setRejecting(true)}
          >
            Reject…
          </Button>
        )}
        <Button icon={Pencil} keyHint={keyOf('review.edit')} isBusy={decide.isPending} onClick={() => onEdit(true)}>
          Edit
        </Button>
        {sample.status !== 'pending' && (
          <Button icon={Undo2} keyHint={keyOf('review.undo')} isBusy={decide.isPending} onClick={reopen}>
            Return to review
          </Button>
        )}
      </div>
      {sample.status !== 'pending' && (
        <p className="text-sm text-muted">
          Earlier decisions stay in the history below. Published dataset versions do not change.
        </p>
      )}
      {conflict && (
        <Notice
          tone="warning"
          title={conflict.isYours ? 'You decided this in another window' : 'Someone else was first'}
        >
          {conflict.isYours
            ? 'You changed this sample in another window.'
            : `${conflict.by ?? 'Another reviewer'} changed this sample while you looked at it.`}{' '}
          Your decision was not recorded; the sample is shown as it is now.
        </Notice>
      )}
      {decide.data?.outcome === 'not_found' && <Notice tone="error">This sample no longer exists.</Notice>}
      {decide.data?.outcome === 'refused' && (
        <Notice tone="error" title="Your decision was not recorded">
          {decide.data.message}
        </Notice>
      )}
      {decide.error && (
        <Notice tone="error" title="Your decision was not recorded">
          {messageOf(decide.error)}
        </Notice>
      )}
      <RejectDialog
        key={`${sample.version} ${isRejecting}`}
        sample={sample}
        isOpen={isRejecting}
        onClose={() => setRejecting(false)}
        onReject={(reason, note) => send({ verdict: 'reject', reason, ...(note && { note }) })}
      />
    </div>
  );
}

type Decision = Pick<DecideRequest, 'verdict' | 'reason' | 'note' | 'text'>;

/** Sends decisions, each with the version that the previous one made, and shows the sample as it is afterwards. */
function useDecide({ id: sampleId }: Sample) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (decisions: DecideRequest[]) => {
      const { outcomes } = await sendDecisions(decisions, { keepalive: false });
      const refused = outcomes.find(({ outcome }) => outcome !== 'recorded' && outcome !== 'repeated');
      for (const [i, decision] of decisions.entries()) if (outcomes[i]?.outcome === 'recorded') noteDecision(decision);
      return refused ?? outcomes.at(-1);
    },
    onSuccess: (outcome) => {
      if (outcome?.sample) client.setQueryData(sampleById(sampleId).queryKey, outcome.sample);
      // Its history, its lists, and the counts of its leaf and folders.
      return Promise.all([
        client.invalidateQueries({ queryKey: sampleDecisions(sampleId).queryKey }),
        client.invalidateQueries({ queryKey: queryKeyOf('/api/v1/review/{nodeId}/queue') }),
        client.invalidateQueries({ queryKey: queryKeyOf('/api/v1/taxonomies/{taxonomyId}/tree') }),
        client.invalidateQueries({ queryKey: queryKeyOf('/api/v1/leaves/{nodeId}') }),
        client.invalidateQueries({ queryKey: queryKeyOf('/api/v1/activity') }),
      ]);
    },
  });
}

type RejectDialogProps = {
  sample: Sample;
  isOpen: boolean;
  onClose: () => void;
  onReject: (reason: RejectReason, note: string) => void;
};

function RejectDialog({ sample, isOpen, onClose, onReject }: RejectDialogProps) {
  const reasons = reasonsFor(sample.kind);
  const [reason, setReason] = useState<RejectReason | ''>('');
  const [note, setNote] = useState('');
  const { areSingleKeysOn } = usePreferences().preferences;
  /** A number rejects at once, as on the review page. */
  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    const chosen = reasons[Number(event.key) - 1];
    const isTyping = event.target instanceof HTMLTextAreaElement;
    if (!areSingleKeysOn || !chosen || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    onReject(chosen, note.trim());
  });
  useEffect(() => {
    if (!isOpen) return;
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [isOpen]);
  return (
    <Dialog
      isOpen={isOpen}
      onClose={onClose}
      title="Why is it rejected?"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="primary"
            disabled={reason === ''}
            onClick={() => reason !== '' && onReject(reason, note.trim())}
          >
            Reject
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {/* Not on the note, because people type numbers into it. */}
        <div data-autofocus tabIndex={-1} className="outline-none">
          <RadioGroup<RejectReason | ''>
            label="Reason"
            value={reason}
            onChange={setReason}
            options={reasons.map((value, i) => ({
              value,
              label: (
                <>
                  {areSingleKeysOn && (
                    <span aria-hidden className="mr-1.5 pointer-coarse:hidden">
                      <Kbd keys={String(i + 1)} />
                    </span>
                  )}
                  {rejectReasons[value]}
                </>
              ),
            }))}
          />
        </div>
        <Field label="Note" hint="Optional. Shown in the history.">
          <Textarea value={note} maxLength={maxNote} onChange={(event) => setNote(event.target.value)} />
        </Field>
      </div>
    </Dialog>
  );
}
