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

const Answer = z.union([z.object({ text: z.string() }), z.object({ error: z.string() })]);

/**
 * Shows messages as a chat template turns them into text.
 *
 * A template is a program of a stranger's, so it runs in a thread of its own with little memory and little time.
 *
 * @param options.signal Ends the thread at once, when whoever asked is gone.
 * @throws DomainError `invalid` with what is wrong with the template.
 */
export async function renderTemplate(
  template: string,
  messages: readonly Message[],
  { addGenerationPrompt, signal }: { addGenerationPrompt: boolean; signal?: AbortSignal },
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
    const answer = await new Promise<unknown>((resolve, reject) => {
      timer = setTimeout(() => reject(new Error('it does not come to an end')), LIMIT_MS);
      worker.on('message', resolve).on('error', reject);
      worker.on('exit', () => reject(new Error('it ended without a result')));
      signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
    });
    const parsed = Answer.parse(answer);
    if ('text' in parsed) return parsed.text;
    throw new Error(parsed.error);
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
  const { template, messages, addGenerationPrompt } = workerData;
  const context = { messages, add_generation_prompt: addGenerationPrompt, bos_token: '', eos_token: '' };
  parentPort.postMessage({ text: new Template(template).render(context) });
} catch (error) {
  parentPort.postMessage({ error: String(error && error.message) });
}`;
