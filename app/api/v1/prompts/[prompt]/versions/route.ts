import { handle } from '@/app/api/handle';
import * as endpoints from '@/taxonomy/generation/endpoints-prompts';
import { listVersions, savePrompt } from '@/taxonomy/generation/prompt-texts/prompt-texts';

export const GET = handle(endpoints.listPromptVersions, ({ db, params, query }) =>
  listVersions(db, params.prompt, query),
);

export const POST = handle(endpoints.savePrompt, ({ db, actor, params, body }) =>
  savePrompt(db, actor, params.prompt, body),
);
