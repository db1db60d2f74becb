import { z } from 'zod';
import { DomainError } from '../../errors';
import { fileOf, openChild } from './child';
import type { TrainingMessage } from './row';
import { slicesOf } from './slices';

/** Words that a template may write at the start and the end of a text. */
export type TemplateTokens = { bosToken: string; eosToken: string };

/** One row's text, or why the template refused it. */
export type Rendered = { text: string } | { error: string };

export type OpenTemplate = {
  /**
   * Renders rows, in order. A row that the template refuses does not fail the others.
   *
   * @throws DomainError `invalid` when the template cannot be used at all; then it is closed.
   */
  render: (
    rows: readonly (readonly TrainingMessage[])[],
    options: { addGenerationPrompt: boolean },
  ) => Promise<Rendered[]>;
  close: () => void;
};

const LIMIT_MS = 10_000;
const MEMORY_MB = 64;
/** Limit for one row; more means an endless loop. */
const MAX_CHARACTERS = 1_000_000;
/** Of the rows that are sent at once: their messages and texts share the memory of the process. */
const AT_ONCE = { count: 200, size: 1_000_000 };

const Answer = z.union([
  z.object({ texts: z.array(z.union([z.object({ text: z.string() }), z.object({ error: z.string() })])) }),
  z.object({ error: z.string() }),
]);

/**
 * Opens a chat template for many rows. Templates are untrusted programs, so it runs in a process of its own, with
 * limited memory, and limited time for every few rows.
 *
 * @param options.limitMs How long a few rows may take, in milliseconds, without the startup of the process.
 */
export function openTemplate(
  template: string,
  { bosToken = '', eosToken = '', limitMs = LIMIT_MS }: Partial<TemplateTokens> & { limitMs?: number } = {},
): OpenTemplate {
  const child = openChild({ program, memoryMb: 4 * MEMORY_MB });
  const given = {
    jinja: fileOf('@huggingface/jinja'),
    template,
    bosToken,
    eosToken,
    memoryMb: MEMORY_MB,
    maxCharacters: MAX_CHARACTERS,
  };
  const ask = async (rows: readonly (readonly TrainingMessage[])[], addGenerationPrompt: boolean) => {
    const answer = Answer.parse(
      await child.ask({ ...given, rows, addGenerationPrompt }, limitMs).catch((cause: unknown) => {
        throw unusable(cause instanceof Error ? cause.message : String(cause), cause);
      }),
    );
    if ('texts' in answer) return answer.texts;
    throw unusable(answer.error);
  };
  return {
    async render(rows, { addGenerationPrompt }) {
      const texts: Rendered[] = [];
      for (const slice of slicesOf(rows, sizeOf, AT_ONCE)) texts.push(...(await ask(slice, addGenerationPrompt)));
      return texts;
    },
    close: child.close,
  };
}

/** The error for a template that cannot be used, with the reason. */
export const unusable = (reason: string, cause?: unknown) =>
  new DomainError('invalid', `The chat template cannot be used: ${reason}. Correct its Jinja.`, { cause });

const sizeOf = (messages: readonly TrainingMessage[]): number =>
  messages.reduce((sum, { content }) => sum + content.length, 0);

const thread = `
const { parentPort, workerData } = require('node:worker_threads');
const { Template } = require(workerData.jinja);
const reasonOf = (error) => String(error && error.message);
let template, fault;
try {
  template = new Template(workerData.template);
} catch (error) {
  fault = reasonOf(error);
}
const textOf = (messages, { addGenerationPrompt, bosToken, eosToken, maxCharacters }) => {
  try {
    const context = { messages, add_generation_prompt: addGenerationPrompt, bos_token: bosToken, eos_token: eosToken };
    const text = template.render(context);
    return text.length > maxCharacters ? { error: 'it writes more than a million characters' } : { text };
  } catch (error) {
    return { error: reasonOf(error) };
  }
};
parentPort.on('message', (asked) => {
  parentPort.postMessage({ isReady: true });
  parentPort.postMessage(fault === undefined ? { texts: asked.rows.map((row) => textOf(row, asked)) } : { error: fault });
});`;

// The template runs in a thread, so that the process still notices when its parent is gone, and ends.
const program = `
const { Worker } = require('node:worker_threads');
let running;
process.on('disconnect', () => process.exit());
process.on('message', (asked) => {
  if (!running) {
    const resourceLimits = { maxOldGenerationSizeMb: asked.memoryMb };
    running = new Worker(${JSON.stringify(thread)}, { eval: true, workerData: asked, resourceLimits, env: {} });
    running.on('message', (answer) => process.send(answer));
    running.on('error', (error) => {
      running = undefined;
      process.send({ error: String(error && error.message) });
    });
  }
  running.postMessage(asked);
});`;
