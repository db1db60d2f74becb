import { openTemplate, unusable } from './student/open-template';

import type { Message } from './row-messages';

/**
 * Renders messages with a chat template, in a process of its own (student/open-template.ts).
 *
 * @param options.signal Ends the process at once, for example when the request was cancelled.
 * @param options.limitMs How long the template may run, in milliseconds, without the startup of the process.
 * @throws DomainError `invalid` with the error in the template.
 */
export async function renderTemplate(
  template: string,
  messages: readonly Message[],
  { addGenerationPrompt, signal, limitMs }: { addGenerationPrompt: boolean; signal?: AbortSignal; limitMs?: number },
): Promise<string> {
  signal?.throwIfAborted();
  const opened = openTemplate(template, limitMs === undefined ? {} : { limitMs });
  signal?.addEventListener('abort', opened.close, { once: true });
  try {
    const [rendered] = await opened.render([messages], { addGenerationPrompt });
    if (rendered && 'text' in rendered) return rendered.text;
    throw unusable(rendered?.error ?? 'it writes nothing');
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  } finally {
    signal?.removeEventListener('abort', opened.close);
    opened.close();
  }
}
