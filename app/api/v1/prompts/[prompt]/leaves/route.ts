import { handle } from '@/app/api/handle';
import * as endpoints from '@/taxonomy/generation/endpoints-prompts';
import { listLeavesWith } from '@/taxonomy/generation/prompt-texts/prompt-texts';

export const GET = handle(endpoints.listPromptLeaves, ({ db, params, query }) =>
  listLeavesWith(db, params.prompt, query),
);
