import { z } from 'zod';
import { NodeId, PageQuery } from '../contract';

/** Which leaves first: as in the tree, or those of which the smallest share survives. */
export const YieldOrder = z.enum(['tree', 'worst']);
export type YieldOrder = z.infer<typeof YieldOrder>;

export const LeafYieldsQuery = PageQuery.extend({
  pipeline: z.string().min(1).max(100),
  order: YieldOrder.default('tree'),
});
export type LeafYieldsQuery = z.infer<typeof LeafYieldsQuery>;

/** What each step of a pipeline kept of a leaf's rows. made = kept + dropped. */
export const LeafYield = z.object({
  leafId: NodeId,
  name: z.string(),
  /** The folders above it, from the branch down. */
  above: z.string(),
  /** The share of rows that survives all steps, from 0 to 1: the product of the steps' shares. */
  survival: z.number(),
  steps: z.array(z.object({ step: z.string(), made: z.int(), kept: z.int() })),
});
export type LeafYield = z.infer<typeof LeafYield>;
