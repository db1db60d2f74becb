import { z } from 'zod';

/** Something that goes on in the background, as the tray shows it. The room that owns the work fills it in. */
export const BackgroundJob = z.object({
  id: z.string(),
  kind: z.enum(['run', 'documents', 'publishing', 'export']),
  /** What it is, in words: `3 leaves with Granite`. */
  label: z.string(),
  done: z.int(),
  /** 0 while it is not known yet. */
  total: z.int(),
  /** What is counted: `items`, `files`, `rows`. */
  unit: z.string(),
  /** The page on which it can be watched. */
  href: z.string(),
  /** Where a POST stops it; null when it cannot be stopped by this person. */
  cancelPath: z.string().nullable(),
  isPractice: z.boolean(),
});
export type BackgroundJob = z.infer<typeof BackgroundJob>;

/** The numbers of the rail and the rows of the tray. */
export const Activity = z.object({
  /** Samples that nobody has decided on. */
  pending: z.int(),
  running: z.array(BackgroundJob),
  /** Changes when anything that the tree shows does: names, places, seeds, numbers. */
  treeStamp: z.string(),
});
export type Activity = z.infer<typeof Activity>;
