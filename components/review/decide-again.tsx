'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Check, Undo2, X } from 'lucide-react';
import { useState } from 'react';
import { v7 as uuid } from 'uuid';
import { Button } from '@/components/ui/button';
import { RadioGroup } from '@/components/ui/choice';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Textarea } from '@/components/ui/input';
import { messageOf, Notice } from '@/components/ui/states';
import type { DecideRequest, Sample } from '@/taxonomy/review/contract';
import { maxNote, reasonsFor, rejectReasons, type RejectReason } from '@/taxonomy/review/vocabulary';
import { queryKeyOf } from '../api';
import { sampleById, sampleDecisions, sendDecisions } from './api';
import { noteDecision } from './decided-here';

/** Decides on a sample on its own page, also after it was decided: adds one more decision to its history. */
export function DecideAgain({ sample }: { sample: Sample }) {
  const [isRejecting, setRejecting] = useState(false);
  const decide = useDecide(sample);
  const send = (rest: Pick<DecideRequest, 'verdict' | 'reason' | 'note'>) => {
    setRejecting(false);
    decide.mutate({ id: uuid(), sampleId: sample.id, version: sample.version, ...rest });
  };
  const conflict = decide.data?.outcome === 'conflict' ? decide.data : null;
  return (
    <div className="mb-6 flex flex-col gap-2 text-base">
      <div role="group" aria-label="Decide" className="flex flex-wrap gap-2">
        {sample.status !== 'approved' && (
          <Button icon={Check} isBusy={decide.isPending} onClick={() => send({ verdict: 'approve' })}>
            Approve
          </Button>
        )}
        {sample.status !== 'rejected' && (
          <Button icon={X} isBusy={decide.isPending} onClick={() => setRejecting(true)}>
            Reject…
          </Button>
        )}
        {sample.status !== 'pending' && (
          <Button icon={Undo2} isBusy={decide.isPending} onClick={() => send({ verdict: 'reopen' })}>
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

/** Sends one decision and shows the sample as it is afterwards, also after a conflict. */
function useDecide({ id: sampleId }: Sample) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (decision: DecideRequest) => {
      const { outcomes } = await sendDecisions([decision], { keepalive: false });
      if (outcomes[0]?.outcome === 'recorded') noteDecision(decision);
      return outcomes[0];
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
        <RadioGroup<RejectReason | ''>
          label="Reason"
          value={reason}
          onChange={setReason}
          options={reasons.map((value) => ({ value, label: rejectReasons[value] }))}
        />
        <Field label="Note" hint="Optional. Shown in the history.">
          <Textarea value={note} maxLength={maxNote} onChange={(event) => setNote(event.target.value)} />
        </Field>
      </div>
    </Dialog>
  );
}
