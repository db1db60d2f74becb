import { z } from 'zod';
import type { CompletionRequest } from '../teacher/teacher';
import type { WaitingRequest } from './repository';

const Stored = z.object({
  messages: z.array(z.object({ role: z.enum(['system', 'user', 'assistant']), content: z.string() })),
  parameters: z.looseObject({
    temperature: z.number(),
    maxTokens: z.int(),
    seed: z.int().optional(),
    needsRoomToThink: z.boolean().optional(),
  }),
});

/** The request as the engine recorded it. */
export function requestOf({ request }: WaitingRequest): CompletionRequest {
  const { messages, parameters } = Stored.parse(request);
  const { seed, needsRoomToThink, ...rest } = parameters;
  return {
    ...rest,
    messages,
    ...(seed === undefined ? {} : { seed }),
    ...(needsRoomToThink === undefined ? {} : { needsRoomToThink }),
  };
}
