import { DomainError } from '../../errors';
import type { ResumeRunRequest } from '../contract';
import { moneyText } from '../vocabulary-money';
import type { LockedRun, RunLimits } from './repository-runs';
import { isPriced } from './snapshot';

/**
 * The limits of a run that is to go on: those of the request, and the run's own for the others.
 *
 * @throws DomainError `invalid` when one of them is used up already, or a cost limit cannot be obeyed.
 */
export function roomLeft(run: LockedRun, request: ResumeRunRequest): RunLimits {
  const maxCalls = request.maxCalls ?? run.maxCalls;
  if (maxCalls <= run.calls) {
    throw new DomainError(
      'invalid',
      `The run has made ${run.calls} of ${maxCalls} allowed calls. Raise the call limit to continue.`,
      { detail: { calls: run.calls, maxCalls: run.maxCalls } },
    );
  }
  const maxTokens = request.maxTokens ?? run.maxTokens;
  if (maxTokens !== null && maxTokens <= run.tokens) {
    throw new DomainError(
      'invalid',
      `The run has used ${run.tokens} of ${maxTokens} allowed tokens. Raise the token limit to continue.`,
      { detail: { tokens: run.tokens, maxTokens } },
    );
  }
  return {
    maxCalls,
    maxTokens,
    maxCost: costLimit(run, request),
    maxMinutes: request.maxMinutes ?? run.maxMinutes,
  };
}

function costLimit({ cost, maxCost, snapshot }: LockedRun, request: ResumeRunRequest): number | null {
  const limit = request.maxCost ?? maxCost;
  if (limit === null) return null;
  if (!isPriced(snapshot)) {
    throw new DomainError(
      'invalid',
      'The cost limit (maxCost) cannot be obeyed, because the prices were unknown when the run started. Leave the limit out.',
    );
  }
  if (limit > cost) return limit;
  throw new DomainError(
    'invalid',
    `The run has cost ${moneyText(cost)} of ${moneyText(limit)} allowed. Raise the cost limit to continue.`,
    { detail: { cost, maxCost: limit } },
  );
}
