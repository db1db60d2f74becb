'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { CircleStop, RotateCcw } from 'lucide-react';
import { useState } from 'react';
import type { ResumeRunRequest, RunDetail } from '@/taxonomy/generation/contract';
import { isOver } from '@/taxonomy/generation/vocabulary';
import { api, queryKeyOf } from '../api';
import { useToast } from '../ui/toasts';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { Field } from '../ui/field';
import { Input } from '../ui/input';
import { messageOf } from '../ui/states';
import { runById } from './api';
import { countText, numberText } from './numbers';

/** Stops a run that goes, or goes on with one that has ended before its work was done. */
export function RunActions({ run }: { run: RunDetail }) {
  const [isAsking, setAsking] = useState(false);
  const send = useRunCommand(run.id);
  const isUnfinished = run.itemsDone < run.itemsTotal;

  if (!isOver(run.state)) {
    return (
      <Button
        icon={CircleStop}
        isBusy={send.isPending || run.state === 'cancelling'}
        onClick={() => send.mutate({ command: 'cancel' })}
      >
        {run.state === 'cancelling' ? 'Stopping' : 'Stop run'}
      </Button>
    );
  }
  if (!isUnfinished) return null;
  return (
    <>
      <Button
        icon={RotateCcw}
        isBusy={send.isPending}
        onClick={() => (run.calls >= run.maxCalls ? setAsking(true) : send.mutate({ command: 'resume' }))}
      >
        Resume run
      </Button>
      {isAsking && (
        <BudgetDialog
          run={run}
          onClose={() => setAsking(false)}
          onConfirm={(maxCalls) => {
            setAsking(false);
            send.mutate({ command: 'resume', maxCalls });
          }}
        />
      )}
    </>
  );
}

type RunCommand = { command: 'cancel' | 'resume' } & ResumeRunRequest;

function useRunCommand(runId: string) {
  const client = useQueryClient();
  const toast = useToast();
  return useMutation({
    mutationFn: ({ command, ...body }: RunCommand) =>
      command === 'cancel'
        ? api.post('/api/v1/runs/{runId}/cancel', { params: { runId } })
        : api.post('/api/v1/runs/{runId}/resume', { params: { runId }, body }),
    onError: (error) => toast({ text: messageOf(error), tone: 'error' }),
    onSettled: () =>
      Promise.all(
        [runById(runId).queryKey, queryKeyOf('/api/v1/activity')].map((queryKey) =>
          client.invalidateQueries({ queryKey }),
        ),
      ),
  });
}

type BudgetDialogProps = { run: RunDetail; onClose: () => void; onConfirm: (maxCalls: number) => void };

function BudgetDialog({ run, onClose, onConfirm }: BudgetDialogProps) {
  const left = run.itemsTotal - run.itemsDone;
  const perItem = run.itemsDone > 0 ? run.calls / run.itemsDone : run.calls;
  const [maxCalls, setMaxCalls] = useState(String(run.calls + Math.ceil(left * Math.max(1, perItem) * 1.2)));
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Raise the call limit"
      description={`It has used ${numberText(run.calls)} of ${countText(run.maxCalls, 'call')}, and ${countText(left, 'task')} are left to do.`}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" form="budget-form">
            Resume run
          </Button>
        </>
      }
    >
      <form
        id="budget-form"
        onSubmit={(event) => {
          event.preventDefault();
          onConfirm(Number(maxCalls));
        }}
      >
        <Field label="Call limit" hint="Includes the calls already made">
          <Input
            type="number"
            required
            min={run.calls + 1}
            max={10_000_000}
            value={maxCalls}
            onChange={(event) => setMaxCalls(event.target.value)}
          />
        </Field>
      </form>
    </Dialog>
  );
}
