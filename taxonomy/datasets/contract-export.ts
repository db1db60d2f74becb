import { z } from 'zod';

/** The first rows of a phase and split as an export writes them, by file. */
export const ExportPreview = z.object({
  /** The files are not text; their rows are shown as JSON. */
  isBinary: z.boolean(),
  files: z.array(
    z.object({
      name: z.string(),
      /** What is before the rows. */
      head: z.string().nullable(),
      /** With their line ends. */
      rows: z.array(z.string()),
    }),
  ),
});
export type ExportPreview = z.infer<typeof ExportPreview>;
