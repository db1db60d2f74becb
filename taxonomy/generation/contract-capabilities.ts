import { z } from 'zod';
import { capabilityNames } from './vocabulary-capabilities';

/** Whether a server can do something, and how that is known: for a no, in the server's own words. */
export const Capability = z.object({ answer: z.enum(['yes', 'no', 'unknown']), detail: z.string() });
export type Capability = z.infer<typeof Capability>;

/** What a teacher's server can do, as it showed when it was probed. */
export const Capabilities = z.object({
  probedAt: z.iso.datetime(),
  /** The chat requests that were made. */
  calls: z.int(),
  /** The length of its context, as far as it says. */
  contextTokens: z.int().nullable(),
  answers: z.record(z.enum(capabilityNames), Capability),
});
export type Capabilities = z.infer<typeof Capabilities>;
