import { z } from 'zod';
import { DomainError } from '../../errors';

/** The settings of a phase in `phases.json` of a bundle for TRL (bundle/files/trl.ts), as somebody may have changed them. */
const TrainedPhase = z.object({
  key: z.string().min(1).max(100),
  model: z.string().min(1).max(500),
  epochs: z.number(),
  learning_rate: z.number(),
  rows_at_once: z.number(),
  accumulation: z.number(),
  warmup_steps: z.number(),
  schedule: z.string().max(100),
  max_tokens: z.number(),
  seed: z.number(),
});
export type TrainedPhase = z.infer<typeof TrainedPhase>;

/** @throws DomainError `invalid`, naming the file and the place in it. */
export function readTrainedPhases(text: string, name: string): TrainedPhase[] {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new DomainError('invalid', `${name} is no JSON: ${(cause as Error).message}`, { cause });
  }
  const parsed = z.array(TrainedPhase).min(1).max(50).safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new DomainError(
    'invalid',
    `${name} is not the phases.json of a bundle for TRL: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`.trim(),
  );
}
