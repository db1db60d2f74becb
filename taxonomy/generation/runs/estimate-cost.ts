import type { CostRange } from '../contract';
import type { Price } from '../contract-prices';
import { costOf, microsOf, type Usage } from '../teacher/prices';
import type { PastRun } from './repository-costs';

type Tokens = Pick<Usage, 'promptTokens' | 'completionTokens'>;

/** The most and the least tokens that a run needs; `judged` are those for its judges. */
type BoundTokens = Tokens & { judged: Tokens; least: Tokens };

/** The prices of a run's teachers; `judge` is null when one teacher does both. */
export type Prices = { writer: Price; judge: Price | null };

/**
 * What a run would cost, as a range.
 *
 * Earlier runs of the same teachers show which share of their estimate they really cost: less when judges drop much, more
 * when the model thinks before it answers. Without earlier runs, the range is from a run in which the first check drops
 * everything to one in which nothing is dropped.
 *
 * @param past Runs with the same teachers and the same number of votes.
 */
export function costRange(prices: Prices, bound: BoundTokens, past: readonly PastRun[]): CostRange {
  const most = costOfBoth(prices, bound);
  const learned = past.flatMap((run) => {
    const share = prices.judge === null ? shareOfTokens(prices.writer, run) : shareOfCost(run);
    return share && share.of > 0n ? [(most * share.used) / share.of] : [];
  });
  const from = learned.length > 0 ? least(learned) : costAtBase(prices.writer, bound.least);
  const to = [most, ...learned].reduce((a, b) => (a > b ? a : b));
  return { from: microsOf(from), to: microsOf(to), pastRuns: learned.length };
}

type Share = { used: bigint; of: bigint };

const shareOfTokens = (price: Price, { estimated, ...used }: PastRun): Share => ({
  used: costAtBase(price, used),
  of: costAtBase(price, estimated),
});

/** A run counts its tokens for both teachers together, so that only its cost says how much it needed of which. */
const shareOfCost = ({ costPicos, price, judgePrice, estimated }: PastRun): Share | null =>
  price && judgePrice && { used: costPicos, of: costOfBoth({ writer: price, judge: judgePrice }, estimated) };

const costOfBoth = ({ writer, judge }: Prices, { judged, ...all }: Tokens & { judged: Tokens }): bigint =>
  costAtBase(writer, {
    promptTokens: all.promptTokens - judged.promptTokens,
    completionTokens: all.completionTokens - judged.completionTokens,
  }) + costAtBase(judge ?? writer, judged);

const least = (costs: readonly bigint[]): bigint => costs.reduce((a, b) => (a < b ? a : b));

/** The tokens of many calls: each call is far below the size where another tier of prices begins. */
const costAtBase = ({ input, output, ...price }: Price, { promptTokens, completionTokens }: Tokens): bigint =>
  costOf(
    { ...price, input: { ...input, tiers: [] }, output: { ...output, tiers: [] } },
    { promptTokens: Math.ceil(promptTokens), completionTokens: Math.ceil(completionTokens), cachedTokens: 0 },
  );
