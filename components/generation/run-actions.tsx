'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { CircleStop, RotateCcw } from 'lucide-react';
import { useState } from 'react';
import type { ResumeRunRequest, RunDetail } from '@/taxonomy/generation/contract';
import { isOver, limits } from '@/taxonomy/generation/vocabulary';
import { api, queryKeyOf } from '../api';
import { useToast } from '../ui/toasts';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { Field } from '../ui/field';
import { Input } from '../ui/input';
import { messageOf } from '../ui/states';
import { runById } from './api';
import { countText, numberText } from '../numbers';

/** Cancels a run in progress, or resumes one that ended before its work was done. */
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
        {run.state === 'cancelling' ? 'Cancelling' : 'Cancel run'}
      </Button>
    );
  }
  if (!isUnfinished) return null;
  return (
    <>
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

const tokensOf = (run: RunDetail): number => run.promptTokens + run.completionTokens;

const isSpent = (run: RunDetail): boolean =>
  run.calls >= run.maxCalls || (run.maxTokens !== null && tokensOf(run) >= run.maxTokens);

/** A new limit: what the run will probably use in total, plus a reserve; at least the current limit. */
function enough(run: RunDetail, used: number, limit: number): string {
  const left = run.itemsTotal - run.itemsDone;
  const perItem = run.itemsDone > 0 ? used / run.itemsDone : used;
  return String(Math.max(limit, used + Math.ceil(left * Math.max(1, perItem) * 1.2)));
}

type LimitsDialogProps = { run: RunDetail; onClose: () => void; onConfirm: (limits: ResumeRunRequest) => void };

function LimitsDialog({ run, onClose, onConfirm }: LimitsDialogProps) {
  const left = run.itemsTotal - run.itemsDone;
  const tokens = tokensOf(run);
  const [maxCalls, setMaxCalls] = useState(enough(run, run.calls, run.maxCalls));
  const [maxTokens, setMaxTokens] = useState(run.maxTokens === null ? null : enough(run, tokens, run.maxTokens));
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Raise the limits"
      description={`It has used ${numberText(run.calls)} of ${countText(run.maxCalls, 'call')}, and ${countText(left, 'task')} are left to do.`}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" form="limits-form">
            Resume run
          </Button>
        </>
      }
    >
      <form
        id="limits-form"
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          onConfirm({ maxCalls: Number(maxCalls), ...(maxTokens !== null && { maxTokens: Number(maxTokens) }) });
        }}
      >
        <Field label="Call limit" hint="Includes the calls already made">
          <Input
            type="number"
            required
            min={run.calls + 1}
            max={limits.calls}
            value={maxCalls}
            onChange={(event) => setMaxCalls(event.target.value)}
          />
        </Field>
        {maxTokens !== null && (
          <Field label="Token limit" hint="Includes the tokens already used">
            <Input
              type="number"
              required
              min={tokens + 1}
              max={limits.tokens}
              value={maxTokens}
              onChange={(event) => setMaxTokens(event.target.value)}
            />
          </Field>
        )}
      </form>
    </Dialog>
  );
}
