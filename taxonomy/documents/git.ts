import { spawn } from 'node:child_process';
import { DomainError } from '../errors';

export type GitOptions = {
  /** The environment of this process, so that git finds the owner's configuration, credentials and proxies. */
  environment: NodeJS.ProcessEnv;
  signal: AbortSignal;
  /** Transports that git may use. */
  protocols: readonly string[];
  /** More settings for `git -c` (see checkHost). */
  settings?: readonly string[];
  maxBytes?: number;
};

/** git failed. The message is its standard error. */
export class GitError extends Error {
  override readonly name = 'GitError';
}

const MAX_ERROR_CHARACTERS = 8_000;

/** Runs nothing from the repository and never prompts: no hooks, filters, submodules or other protocols. */
const safeguards = [
  ['core.hooksPath', '/dev/null'],
  ['core.fsmonitor', 'false'],
  ['submodule.recurse', 'false'],
  ['fetch.recurseSubmodules', 'false'],
  ['gc.auto', '0'],
  ['maintenance.auto', 'false'],
  ['credential.interactive', 'false'],
  // Give up on a server that sends nothing for a minute.
  ['http.lowSpeedLimit', '100'],
  ['http.lowSpeedTime', '60'],
].flatMap(([name, value]) => ['-c', `${name}=${value}`]);

/**
 * Runs the system's git and returns its output. It has no terminal, so it never waits for a password. `signal` ends it
 * and its helpers.
 *
 * @throws GitError with git's own message when it fails, DomainError when git is missing or writes too much.
 */
export function git(args: readonly string[], options: GitOptions): Promise<Buffer> {
  const { environment, signal, protocols, settings = [], maxBytes = 64 * 1024 * 1024 } = options;
  signal.throwIfAborted();
  // A new process group, so that git's helpers (ssh, https) can be ended with it.
  const child = spawn('git', [...safeguards, ...settings.flatMap((each) => ['-c', each]), ...args], {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...environment,
      GIT_ALLOW_PROTOCOL: protocols.join(':'),
      GIT_TERMINAL_PROMPT: '0',
      GIT_LFS_SKIP_SMUDGE: '1',
      SSH_ASKPASS_REQUIRE: 'never',
      LC_ALL: 'C',
    },
  });
  const end = () => {
    if (child.pid !== undefined) killGroup(child.pid);
  };
  return new Promise<Buffer>((resolve, reject) => {
    const out: Buffer[] = [];
    let size = 0;
    let stderr = '';
    const refuse = (error: unknown) => {
      reject(error instanceof Error ? error : new Error(String(error)));
      end();
    };
    const abort = () => refuse(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    child.stdout.on('data', (chunk: Buffer) => {
      size += chunk.byteLength;
      if (size > maxBytes)
        refuse(
          new DomainError('invalid', 'The repository lists too many files. Use a smaller one, or upload the files.'),
        );
      else out.push(chunk);
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr = (stderr + text).slice(-MAX_ERROR_CHARACTERS);
    });
    child.on('error', (cause) =>
      refuse(new DomainError('unavailable', 'git cannot be run. Install git and try again.', { cause })),
    );
    child.on('close', (code) => {
      signal.removeEventListener('abort', abort);
      if (code === 0) resolve(Buffer.concat(out));
      else reject(new GitError(stderr.trim()));
    });
  });
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    // It has already ended.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
