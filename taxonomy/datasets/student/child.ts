import { spawn, type Serializable } from 'node:child_process';
import { createRequire } from 'node:module';

// Bundlers rewrite createRequire(import.meta.url) and resolve to internal names, but the process needs a file path. So
// the URL is passed as a value that bundlers do not analyse.
const locate = createRequire(new URL(import.meta.url));

/** How long a process may take until it is ready, on a busy machine. */
const STARTUP_MS = 60_000;

/** The file of a package, for a program that runs in another process. */
export const fileOf = (name: string): string => locate.resolve(name);

/** A process that answers one question after the other. */
export type Child = {
  /**
   * @param limitMs How long the answer may take, in milliseconds, from when the process is ready for it.
   * @throws Error when the process ended, or was ended because it took too long. It answers nothing after that.
   */
  ask: (question: Serializable, limitMs: number) => Promise<unknown>;
  close: () => void;
};

type ChildOptions = {
  /** CommonJS. It answers each message with one of its own; `{ isReady: true }` before it starts the clock. */
  program: string;
  /** Written to its standard input. */
  input?: AsyncIterable<Uint8Array>;
  /** Memory of its JavaScript, in megabytes. */
  memoryMb: number;
};

/**
 * Starts a program in a process of its own. What it works on comes from outside (a chat template, a tokenizer), so it
 * may loop for ever or take all memory: then only its process ends. A thread would not be enough, because allocating
 * too much memory at once ends the whole process, whatever the thread's limits.
 */
export function openChild({ program, input, memoryMb }: ChildOptions): Child {
  const child = spawn(process.execPath, [`--max-old-space-size=${memoryMb}`, '-e', program], {
    env: { NODE_ENV: 'production' },
    stdio: [input ? 'pipe' : 'ignore', 'ignore', 'ignore', 'ipc'],
    windowsHide: true,
  });
  let ended: Error | null = null;
  let waiting: { onReady: () => void; onAnswer: (answer: unknown) => void; onEnd: (error: Error) => void } | null =
    null;
  let turn: Promise<unknown> = Promise.resolve();
  const end = (error: Error) => {
    ended ??= error;
    child.kill('SIGKILL');
    waiting?.onEnd(ended);
  };
  child.on('message', (message) => {
    if (isReady(message)) waiting?.onReady();
    else waiting?.onAnswer(message);
  });
  child.on('error', end);
  child.on('exit', () => end(new Error('it needs too much memory')));
  if (input) writeAll(child.stdin, input).catch(end);

  const askNow = (question: Serializable, limitMs: number): Promise<unknown> => {
    let timer: NodeJS.Timeout | undefined;
    const answered = new Promise<unknown>((resolve, reject) => {
      if (ended) return reject(ended);
      const onReady = () => {
        clearTimeout(timer);
        timer = setTimeout(() => end(new Error('it does not finish')), limitMs);
      };
      timer = setTimeout(() => end(new Error('it does not start')), limitMs + STARTUP_MS);
      waiting = { onReady, onAnswer: resolve, onEnd: reject };
      child.send(question, (error) => error && end(error));
    });
    return answered.finally(() => {
      clearTimeout(timer);
      waiting = null;
    });
  };
  return {
    ask(question, limitMs) {
      const asked = turn.then(() => askNow(question, limitMs));
      turn = asked.catch(() => undefined);
      return asked;
    },
    close: () => end(new Error('it was closed')),
  };
}

const isReady = (message: unknown): boolean => typeof message === 'object' && message !== null && 'isReady' in message;

async function writeAll(stdin: NodeJS.WritableStream | null, input: AsyncIterable<Uint8Array>): Promise<void> {
  if (!stdin) return;
  // A process that ended says so itself.
  stdin.on('error', () => undefined);
  for await (const bytes of input) {
    if (!stdin.write(bytes)) await new Promise((resolve) => stdin.once('drain', resolve).once('close', resolve));
  }
  stdin.end();
}
