import type { CostRange } from '../contract';
import type { Price } from '../contract-prices';
import type { Bound } from '../pipelines/define-pipeline';
import { costOf, microsOf, type Usage } from '../teacher/prices';
import type { PastRun } from './repository-costs';

type Tokens = Pick<Usage, 'promptTokens' | 'completionTokens'>;

/**
 * What a run would cost, as a range.
 *
 * The teacher's earlier runs show which share of their estimate they really cost: less when judges drop much, more when
 * the model thinks before it answers. Without earlier runs, the range is from a run in which the first check drops
 * everything to one in which nothing is dropped.
 */
export function costRange(price: Price, bound: Bound, past: readonly PastRun[]): CostRange {
  const most = costAtBase(price, bound);
  const learned = past.flatMap(({ estimated, ...used }) => {
    const expected = costAtBase(price, estimated);
    return expected > 0n ? [(most * costAtBase(price, used)) / expected] : [];
  });
  const from = learned.length > 0 ? least(learned) : costAtBase(price, bound.least);
  const to = [most, ...learned].reduce((a, b) => (a > b ? a : b));
  return { from: microsOf(from), to: microsOf(to), pastRuns: learned.length };
}

const least = (costs: readonly bigint[]): bigint => costs.reduce((a, b) => (a < b ? a : b));

/** The tokens of many calls: each call is far below the size where another tier of prices begins. */
const costAtBase = ({ input, output, ...price }: Price, { promptTokens, completionTokens }: Tokens): bigint =>
  costOf(
    { ...price, input: { ...input, tiers: [] }, output: { ...output, tiers: [] } },
    { promptTokens: Math.ceil(promptTokens), completionTokens: Math.ceil(completionTokens), cachedTokens: 0 },
  );
