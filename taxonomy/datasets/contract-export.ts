import { z } from 'zod';

/** An option of a format, as a form asks for it. `start` is what counts when nothing is chosen. */
export const OptionField = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('choice'),
    name: z.string(),
    label: z.string(),
    choices: z.array(z.object({ value: z.string(), label: z.string() })),
    start: z.string(),
  }),
  z.object({
    kind: z.literal('number'),
    name: z.string(),
    label: z.string(),
    min: z.int(),
    max: z.int(),
    start: z.int(),
  }),
  /** An uploaded tokenizer by its id; `none` is what it is called when there is none. */
  z.object({ kind: z.literal('tokenizer'), name: z.string(), label: z.string(), none: z.string() }),
]);
export type OptionField = z.infer<typeof OptionField>;

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
