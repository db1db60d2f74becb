import { handle } from '@/app/api/handle';
import * as endpoints from '@/taxonomy/generation/endpoints-prompts';
import { listPrompts } from '@/taxonomy/generation/prompt-texts/prompt-texts';

export const GET = handle(endpoints.listPrompts, ({ db, query }) => listPrompts(db, query.leaf ?? null));
