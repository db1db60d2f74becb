import { handle } from '@/app/api/handle';
import * as endpoints from '@/taxonomy/generation/endpoints-prompts';
import { planPreview } from '@/taxonomy/generation/prompt-preview/preview-prompt';

export const POST = handle(endpoints.planPromptPreview, ({ db, params, body }) => planPreview(db, params.prompt, body));
