import { z } from 'zod';
import { moneyLimits } from './vocabulary-money';

/** Millionths of a US dollar. */
export const MicroDollars = z.int().min(0).describe('Millionths of a US dollar.');

/** Micro-dollars per million tokens. Above a number of input tokens, all tokens of a call may have another price. */
const Rate = z.object({
  base: MicroDollars,
  tiers: z.array(z.object({ aboveInputTokens: z.int(), price: MicroDollars })),
});
export type Rate = z.infer<typeof Rate>;

/** What the calls of a teacher cost, and where that is from. */
export const Price = z.object({
  /** `own`: entered by a person. `list`: from the bundled price list. `built_in`: the practice teacher, which is free. */
  source: z.enum(['own', 'list', 'built_in']),
  input: Rate,
  /** For input tokens that the server took from its cache; null when they cost as much as others. */
  cachedInput: Rate.nullable(),
  output: Rate,
  /** The entry of the price list. */
  list: z
    .object({
      name: z.string(),
      version: z.string(),
      provider: z.string(),
      model: z.string(),
      /** The price depends on the time of day; this is the highest one. */
      isHighestOfDay: z.boolean(),
    })
    .nullable(),
});
export type Price = z.infer<typeof Price>;

const entered = MicroDollars.max(moneyLimits.price);

/** Prices that a person enters, in micro-dollars per million tokens. 0 is a price: a server that costs nothing. */
export const OwnPrice = z.strictObject({ input: entered, output: entered });
export type OwnPrice = z.infer<typeof OwnPrice>;

/** The most that a run may cost, in micro-dollars. */
export const MaxCost = MicroDollars.min(1).max(moneyLimits.cost);
