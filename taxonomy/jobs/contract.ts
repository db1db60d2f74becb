import { z } from 'zod';

/** A background job, as the job list shows it. Filled in by the folder that owns the work. */
export const BackgroundJob = z.object({
  id: z.string(),
  kind: z.enum(['run', 'documents', 'publishing', 'export']),
  /** A description, such as `3 leaves with Granite`. */
  label: z.string(),
  done: z.int(),
  /** 0 while it is unknown. */
  total: z.int(),
  /** The unit: `items`, `files` or `rows`. */
  unit: z.string(),
  /** The page that shows its progress. */
  href: z.string(),
  /** POST here stops it; null when this person cannot stop it. */
  cancelPath: z.string().nullable(),
  isPractice: z.boolean(),
  /** Who is told when it has ended; null for everyone. */
  startedById: z.string().nullable(),
});
export type BackgroundJob = z.infer<typeof BackgroundJob>;

/** The counts in the sidebar and the rows of the job list. */
export const Activity = z.object({
  /** Samples without a decision. */
  pending: z.int(),
  running: z.array(BackgroundJob),
  /** Changes whenever anything in the tree does: names, places, seeds, counts. */
  treeStamp: z.string(),
});
export type Activity = z.infer<typeof Activity>;
