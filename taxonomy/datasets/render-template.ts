import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { z } from 'zod';
import { DomainError } from '../errors';
import type { Message } from './row-messages';

// Bundlers rewrite createRequire(import.meta.url) and resolve to internal names, but the process needs a file path. So
// the URL is passed as a value that bundlers do not analyse.
const locate = createRequire(new URL(import.meta.url));

const LIMIT_MS = 10_000;
const MEMORY_MB = 64;
/** Limit for one example; more means an endless loop. */
const MAX_CHARACTERS = 1_000_000;

const Answer = z.union([
  z.object({ text: z.string() }),
  z.object({ error: z.string() }),
  z.object({ isReady: z.literal(true) }),
]);

/**
 * Renders messages with a chat template.
 *
 * Templates are untrusted programs, so each runs in a separate process with limited memory and time. A thread would not
 * be enough: allocating too much memory at once ends the whole process, whatever the thread's limits.
 *
 * @param options.signal Ends the process at once, for example when the request was cancelled.
 * @param options.limitMs How long the template may run, in milliseconds, without the startup of the process.
 * @throws DomainError `invalid` with the error in the template.
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
  const child = spawn(process.execPath, ['-e', program], {
    env: { NODE_ENV: 'production' },
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    windowsHide: true,
  });
  let timer: NodeJS.Timeout | undefined;
  try {
    return await new Promise<string>((resolve, reject) => {
      child.on('message', (message) => {
        const answer = Answer.parse(message);
        if ('text' in answer) resolve(answer.text);
        else if ('error' in answer) reject(new Error(answer.error));
        else timer = setTimeout(() => reject(new Error('it does not finish')), limitMs);
      });
      child.on('error', reject);
      child.on('exit', () => reject(new Error('it needs too much memory')));
      signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
      const limits = { memoryMb: MEMORY_MB, maxCharacters: MAX_CHARACTERS };
      child.send({ jinja, template, messages, addGenerationPrompt, ...limits }, (error) => error && reject(error));
    });
  } catch (cause) {
    signal?.throwIfAborted();
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new DomainError('invalid', `The chat template cannot be used: ${reason}. Correct its Jinja.`, { cause });
  } finally {
    clearTimeout(timer);
    child.kill('SIGKILL');
  }
}

const thread = `
const { parentPort, workerData } = require('node:worker_threads');
const { Template } = require(workerData.jinja);
try {
  parentPort.postMessage({ isReady: true });
  const { template, messages, addGenerationPrompt } = workerData;
  const context = { messages, add_generation_prompt: addGenerationPrompt, bos_token: '', eos_token: '' };
  const text = new Template(template).render(context);
  parentPort.postMessage(text.length > workerData.maxCharacters ? { error: 'it writes more than a million characters' } : { text });
} catch (error) {
  parentPort.postMessage({ error: String(error && error.message) });
}`;

// The template runs in a thread, so that the process still notices when its parent is gone, and ends.
const program = `
const { Worker } = require('node:worker_threads');
process.on('disconnect', () => process.exit());
process.on('message', (workerData) => {
  const resourceLimits = { maxOldGenerationSizeMb: workerData.memoryMb };
  const running = new Worker(${JSON.stringify(thread)}, { eval: true, workerData, resourceLimits, env: {} });
  running.on('message', (answer) => process.send(answer));
  running.on('error', (error) => process.send({ error: String(error && error.message) }));
});`;
