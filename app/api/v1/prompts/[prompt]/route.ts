import { handle } from '@/app/api/handle';
import * as endpoints from '@/taxonomy/generation/endpoints-prompts';
import { getPrompt } from '@/taxonomy/generation/prompt-texts/prompt-texts';

export const GET = handle(endpoints.getPrompt, ({ db, params, query }) =>
  getPrompt(db, params.prompt, query.leaf ?? null),
);
