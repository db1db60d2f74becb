import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import { z } from 'zod';
import { DomainError } from '../errors';

export type Message = { role: 'system' | 'user' | 'assistant'; content: string };

// A bundler takes createRequire(import.meta.url) for its own and answers with a name that only it knows; the thread
// needs the file. So the address is handed over as a value that it does not look into.
const locate = createRequire(new URL(import.meta.url));

const LIMIT_MS = 3_000;
const MEMORY_MB = 64;

const Answer = z.union([
  z.object({ text: z.string() }),
  z.object({ error: z.string() }),
  z.object({ isReady: z.literal(true) }),
]);

/**
 * Shows messages as a chat template turns them into text.
 *
 * A template is a program of a stranger's, so it runs in a thread of its own with little memory and little time.
 *
 * @param options.signal Ends the thread at once, when whoever asked is gone.
 * @param options.limitMs How long the template may run, in milliseconds. The thread's own start does not count.
 * @throws DomainError `invalid` with what is wrong with the template.
 */
export async function renderTemplate(
  template: string,
  messages: readonly Message[],
  {
    addGenerationPrompt,
    signal,
    limitMs = LIMIT_MS,
  }: { addGenerationPrompt: boolean; signal?: AbortSignal; limitMs?: number },
): Promise<string> {
  signal?.throwIfAborted();
  const jinja = locate.resolve('@huggingface/jinja');
  const worker = new Worker(program, {
    eval: true,
    workerData: { jinja, template, messages, addGenerationPrompt },
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
    env: {},
  });
  let timer: NodeJS.Timeout | undefined;
  try {
    return await new Promise<string>((resolve, reject) => {
      const onMessage = (message: unknown) => {
        const answer = Answer.parse(message);
        if ('text' in answer) resolve(answer.text);
        else if ('error' in answer) reject(new Error(answer.error));
        else timer = setTimeout(() => reject(new Error('it does not come to an end')), limitMs);
      };
      worker.on('message', onMessage).on('error', reject);
      worker.on('exit', () => reject(new Error('it ended without a result')));
      signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
    });
  } catch (cause) {
    signal?.throwIfAborted();
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new DomainError('invalid', `The chat template cannot be used: ${reason}. Correct its Jinja.`, { cause });
  } finally {
    clearTimeout(timer);
    await worker.terminate();
  }
}

const program = `
const { parentPort, workerData } = require('node:worker_threads');
const { Template } = require(workerData.jinja);
try {
  parentPort.postMessage({ isReady: true });
  const { template, messages, addGenerationPrompt } = workerData;
  const context = { messages, add_generation_prompt: addGenerationPrompt, bos_token: '', eos_token: '' };
  parentPort.postMessage({ text: new Template(template).render(context) });
} catch (error) {
  parentPort.postMessage({ error: String(error && error.message) });
}`;
