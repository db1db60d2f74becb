'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { CircleStop, RotateCcw } from 'lucide-react';
import { useState } from 'react';
import type { ResumeRunRequest, RunDetail } from '@/taxonomy/generation/contract';
import { isOver } from '@/taxonomy/generation/vocabulary';
import { api, queryKeyOf } from '../api';
import { useToast } from '../ui/toasts';
import { Button } from '../ui/button';
import { laterDialog } from '../ui/later-dialog';
import { messageOf } from '../ui/states';
import { runById } from './api';

const LimitsDialog = laterDialog(() => import('./limits-dialog').then((module) => module.LimitsDialog));

/** Cancels a run in progress, or resumes one that is paused or ended before its work was done. */
export function RunActions({ run }: { run: RunDetail }) {
  const [isAsking, setAsking] = useState(false);
  const send = useRunCommand(run.id);
  const isUnfinished = run.itemsDone < run.itemsTotal;

  const cancel = (
    <Button
      icon={CircleStop}
      isBusy={send.isPending || run.state === 'cancelling'}
      onClick={() => send.mutate({ command: 'cancel' })}
    >
      {run.state === 'cancelling' ? 'Cancelling' : 'Cancel run'}
    </Button>
  );
  if (run.state !== 'paused' && !isOver(run.state)) return cancel;
  if (!isUnfinished) return null;
  return (
    <>
      {run.state === 'paused' && cancel}
      <Button
        icon={RotateCcw}
        isBusy={send.isPending}
        onClick={() => (isSpent(run) ? setAsking(true) : send.mutate({ command: 'resume' }))}
      >
        Resume run
      </Button>
      {isAsking && (
        <LimitsDialog
          run={run}
          onClose={() => setAsking(false)}
          onConfirm={(limits) => {
            setAsking(false);
            send.mutate({ command: 'resume', ...limits });
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

const isSpent = (run: RunDetail): boolean =>
  run.calls >= run.maxCalls ||
  (run.maxTokens !== null && run.promptTokens + run.completionTokens >= run.maxTokens) ||
  (run.maxCost !== null && run.cost !== null && run.cost >= run.maxCost);
