import { handle } from '@/app/api/handle';
import { installationKey } from '@/app/api/installation-key';
import { teacherAccess } from '@/env';
import * as endpoints from '@/taxonomy/generation/endpoints-prompts';
import { previewPrompt } from '@/taxonomy/generation/prompt-preview/preview-prompt';

export const POST = handle(endpoints.previewPrompt, ({ db, params, body, request: { signal } }) =>
  previewPrompt(db, params.prompt, body, { access: teacherAccess(installationKey()), signal }),
);
