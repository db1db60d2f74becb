'use client';

import { useState } from 'react';
import type { ResumeRunRequest, RunDetail } from '@/taxonomy/generation/contract';
import { limits } from '@/taxonomy/generation/vocabulary';
import { dollarsText, moneyText, parseDollars } from '@/taxonomy/generation/vocabulary-money';
import { countText, numberText } from '../numbers';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { Field } from '../ui/field';
import { Input } from '../ui/input';
import { costFault } from './settings';

const tokensOf = (run: RunDetail): number => run.promptTokens + run.completionTokens;

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

/** Asks for higher limits, because the run has reached one. */
export function LimitsDialog({ run, onClose, onConfirm }: LimitsDialogProps) {
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
