'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { CircleStop, RotateCcw } from 'lucide-react';
import { useState } from 'react';
import type { ResumeRunRequest, RunDetail } from '@/taxonomy/generation/contract';
import { isOver, limits } from '@/taxonomy/generation/vocabulary';
import { dollarsText, moneyText, parseDollars } from '@/taxonomy/generation/vocabulary-money';
import { api, queryKeyOf } from '../api';
import { useToast } from '../ui/toasts';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { Field } from '../ui/field';
import { Input } from '../ui/input';
import { messageOf } from '../ui/states';
import { runById } from './api';
import { countText, numberText } from '../numbers';
import { costFault } from './settings';

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

const tokensOf = (run: RunDetail): number => run.promptTokens + run.completionTokens;

const isSpent = (run: RunDetail): boolean =>
  run.calls >= run.maxCalls ||
  (run.maxTokens !== null && tokensOf(run) >= run.maxTokens) ||
  (run.maxCost !== null && run.cost !== null && run.cost >= run.maxCost);

/** A new limit: what the run will probably use in total, plus a reserve; at least the current limit. */
function enough(run: RunDetail, used: number, limit: number): number {
  const left = run.itemsTotal - run.itemsDone;
  const perItem = run.itemsDone > 0 ? used / run.itemsDone : used;
  return Math.max(limit, used + Math.ceil(left * Math.max(1, perItem) * 1.2));
}

const CENT = 10_000;

/** A new cost limit in dollars, in whole cents. */
const enoughMoney = (run: RunDetail, limit: number): string =>
  dollarsText(Math.ceil(enough(run, run.cost ?? 0, limit) / CENT) * CENT);

const costSoFar = ({ cost, maxCost }: RunDetail): string =>
  cost === null || maxCost === null ? '' : ` and ${moneyText(cost)} of ${moneyText(maxCost)}`;

const tooLow = ({ cost }: RunDetail, limit: number | null): string | null =>
  cost !== null && limit !== null && limit <= cost ? `The run has cost ${moneyText(cost)} already. Enter more.` : null;

type LimitsDialogProps = { run: RunDetail; onClose: () => void; onConfirm: (limits: ResumeRunRequest) => void };

function LimitsDialog({ run, onClose, onConfirm }: LimitsDialogProps) {
  const left = run.itemsTotal - run.itemsDone;
  const tokens = tokensOf(run);
  const [maxCalls, setMaxCalls] = useState(String(enough(run, run.calls, run.maxCalls)));
  const [maxTokens, setMaxTokens] = useState(
    run.maxTokens === null ? null : String(enough(run, tokens, run.maxTokens)),
  );
  const [maxCost, setMaxCost] = useState(run.maxCost === null ? null : enoughMoney(run, run.maxCost));
  const costLimit = maxCost === null ? null : parseDollars(maxCost);
  const costError = maxCost === null ? null : (costFault(maxCost) ?? tooLow(run, costLimit));
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Raise the limits"
      description={`It has used ${numberText(run.calls)} of ${countText(run.maxCalls, 'call')}${costSoFar(run)}, and ${countText(left, 'task')} are left to do.`}
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
          if (costError) return;
          onConfirm({
            maxCalls: Number(maxCalls),
            ...(maxTokens !== null && { maxTokens: Number(maxTokens) }),
            ...(costLimit !== null && { maxCost: costLimit }),
          });
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
        {maxCost !== null && (
          <Field label="Cost limit ($)" hint="Includes the cost so far" error={costError}>
            <Input inputMode="decimal" value={maxCost} onChange={(event) => setMaxCost(event.target.value)} />
          </Field>
        )}
      </form>
    </Dialog>
  );
}
