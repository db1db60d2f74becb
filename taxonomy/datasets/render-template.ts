import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { z } from 'zod';
import { DomainError } from '../errors';

export type Message = { role: 'system' | 'user' | 'assistant'; content: string };

// A bundler takes createRequire(import.meta.url) for its own and answers with a name that only it knows; the process
// needs the file. So the address is handed over as a value that it does not look into.
const locate = createRequire(new URL(import.meta.url));

const LIMIT_MS = 3_000;
const MEMORY_MB = 64;
/** Of one example; more is a loop that has lost its end. */
const MAX_CHARACTERS = 1_000_000;

const Answer = z.union([
  z.object({ text: z.string() }),
  z.object({ error: z.string() }),
  z.object({ isReady: z.literal(true) }),
]);

/**
 * Shows messages as a chat template turns them into text.
 *
 * A template is a program of a stranger's, so it runs with little memory and little time, in a process of its own: one
 * that asks for too much memory at once ends the whole process that it runs in, whatever the limits of its thread.
 *
 * @param options.signal Ends it at once, when whoever asked is gone.
 * @param options.limitMs How long the template may run, in milliseconds. The start of the process does not count.
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
        else timer = setTimeout(() => reject(new Error('it does not come to an end')), limitMs);
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
