import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { DomainError } from '../errors';
import { git, GitError, type GitOptions } from './git';
import { isFullId, protocolOf } from './git-reference';
import { checkHost } from './inner-hosts';

/** `innerHosts`: hosts in the private network that the owner allows (hostsIn). */
export type FetchOptions = GitOptions & { innerHosts: readonly string[] };

/** A commit in a local bare repository. */
export type FetchedCommit = { gitDir: string; commit: string };

const MAX_REPOSITORY_BYTES = 1024 * 1024 * 1024;
const WATCH_MS = 1_000;

/**
 * Fetches one commit into a bare repository under `folder`, without a checkout. If the server does not serve single
 * commits, all branches and tags are fetched.
 *
 * The owner's `insteadOf` settings apply: when they rewrite the address, the new transport is allowed and the new host
 * is not checked (checkHost), because the owner chose both. Addresses are tried with and without `.git`: git hosts
 * treat them alike, `insteadOf` does not.
 *
 * @throws DomainError naming the repository and the remedy; `unavailable` when a retry may help.
 */
export async function fetchCommit(
  reference: { repo: string; commit: string },
  folder: string,
  options: FetchOptions,
): Promise<FetchedCommit> {
  const gitDir = path.join(folder, 'repository.git');
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true, mode: 0o700 });
  let refusal: unknown;
  for (const { repo, protocols, isRewritten } of await addressesOf(reference.repo, options)) {
    const settings = isRewritten ? [] : await checkHost(repo, options.innerHosts);
    try {
      return await watchingSize(gitDir, { ...options, protocols, settings }, reference, (watched) =>
        fetchFrom(repo, reference.commit, gitDir, watched),
      );
    } catch (error) {
      options.signal.throwIfAborted();
      refusal ??= error;
      if (!(error instanceof GitError && isNoRepository(error))) break;
    }
  }
  throw refusal instanceof GitError ? inWords(refusal, reference) : refusal;
}

type Address = { repo: string; protocols: string[]; isRewritten: boolean };

/** The address with and without `.git`; one that the owner's `insteadOf` rewrites comes first. */
async function addressesOf(repo: string, options: GitOptions): Promise<Address[]> {
  const other = /\.git\/?$/.test(repo) ? repo.replace(/\.git\/?$/, '') : `${repo.replace(/\/$/, '')}.git`;
  const addresses = [];
  for (const each of [repo, other]) {
    const real = (await git(['ls-remote', '--get-url', '--', each], options)).toString('utf8').trim();
    const isRewritten = real !== each;
    const protocol = isRewritten ? (protocolOf(real) ?? relativePath(real)) : null;
    addresses.push({ repo: each, isRewritten, protocols: [...options.protocols, ...(protocol ? [protocol] : [])] });
  }
  return addresses.toSorted((a, b) => Number(b.isRewritten) - Number(a.isRewritten));
}

/** `insteadOf` may also give a path relative to Seedleaf's working directory, but never a helper (`name::`). */
const relativePath = (address: string): string | null => (/^[^:]+$/.test(address) ? 'file' : null);

async function fetchFrom(repo: string, commit: string, gitDir: string, options: GitOptions): Promise<FetchedCommit> {
  await rm(gitDir, { recursive: true, force: true });
  await git(['init', '--quiet', '--bare', '--template=', '--', gitDir], options);
  const inRepository = (...args: string[]) => git([`--git-dir=${gitDir}`, ...args], options);
  const fetch = (depth: string[], ...refs: string[]) =>
    inRepository('fetch', '--quiet', '--no-tags', '--no-recurse-submodules', ...depth, '--', repo, ...refs);
  const resolve = async (name: string) =>
    (await inRepository('rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`)).toString().trim();
  try {
    await fetch(['--depth=1'], commit);
    return { gitDir, commit: await resolve(isFullId(commit) ? commit : 'FETCH_HEAD') };
  } catch (error) {
    if (!(error instanceof GitError) || isOutOfReach(error)) throw error;
  }
  // The server does not serve commits by id, the id is shortened, or the source is a bundle.
  await fetch([], '+refs/heads/*:refs/heads/*', '+refs/tags/*:refs/tags/*');
  return { gitDir, commit: await resolve(commit) };
}

const isNoRepository = ({ message }: GitError): boolean => noRepository.test(message);

const isOutOfReach = ({ message }: GitError): boolean =>
  problems.some(({ says, isFinal }) => isFinal && says.test(message));

/** git does not limit what a server may send. */
async function watchingSize<T>(
  gitDir: string,
  options: GitOptions,
  reference: { repo: string },
  run: (options: GitOptions) => Promise<T>,
): Promise<T> {
  const tooLarge = new AbortController();
  const timer = setInterval(() => {
    void sizeOf(path.join(gitDir, 'objects', 'pack')).then((bytes) => {
      if (bytes > MAX_REPOSITORY_BYTES) tooLarge.abort(tooLargeError(reference.repo));
    });
  }, WATCH_MS);
  try {
    return await run({ ...options, signal: AbortSignal.any([options.signal, tooLarge.signal]) });
  } finally {
    clearInterval(timer);
  }
}

const tooLargeError = (repo: string) =>
  new DomainError(
    'invalid',
    `${repo} is larger than 1 GB. Move the documents to a smaller repository, or upload them.`,
  );

async function sizeOf(folder: string): Promise<number> {
  // The folder may not exist yet, and git adds and removes files meanwhile.
  const names = await readdir(folder).catch(() => []);
  const sizes = await Promise.all(
    names.map((name) =>
      stat(path.join(folder, name)).then(
        (s) => s.size,
        () => 0,
      ),
    ),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

const noRepository =
  /repository .*not found|does not appear to be a git repository|does not exist|not a git repository|returned error: 404/i;

/** `isFinal`: asking the same server in another way would not help. */
type Problem = { says: RegExp; code: 'invalid' | 'unavailable'; isFinal: boolean; words: (repo: string) => string };

const problems: Problem[] = [
  {
    says: /could not resolve host|couldn't resolve|name or service not known|temporary failure in name resolution/i,
    code: 'unavailable',
    isFinal: true,
    words: (repo) => `The host of ${repo} cannot be found. Check this machine's network, proxy and the address.`,
  },
  {
    says: /failed to connect|connection (?:refused|timed out|reset)|network is unreachable|timed out|no route to host|proxy/i,
    code: 'unavailable',
    isFinal: true,
    words: (repo) => `${repo} does not answer. Check this machine's network and proxy, and fetch again.`,
  },
  {
    says: /certificate|SSL/i,
    code: 'unavailable',
    isFinal: true,
    words: (repo) => `The secure connection to ${repo} failed. Check this machine's certificates and clock.`,
  },
  {
    says: /returned error: 30[1-8]/i,
    code: 'invalid',
    isFinal: true,
    words: (repo) =>
      `${repo} has moved. Enter the new address in the leaf. Often it is the same one with .git at the end.`,
  },
  {
    says: /authentication failed|could not read (?:username|password)|permission denied|access denied|host key verification/i,
    code: 'invalid',
    isFinal: true,
    words: (repo) =>
      `${repo} needs a sign-in or does not exist. Check the address, or add git credentials for it on this machine.`,
  },
  {
    says: /transport '.*' not allowed/i,
    code: 'invalid',
    isFinal: true,
    words: (repo) => `${repo} uses a transport that is not allowed. Use an https address.`,
  },
  {
    says: /dubious ownership/i,
    code: 'invalid',
    isFinal: true,
    words: (repo) => `${repo} belongs to another user of this machine. Add it to git's safe.directory.`,
  },
  {
    says: noRepository,
    code: 'invalid',
    isFinal: true,
    words: (repo) => `There is no repository at ${repo}. Correct the address in the leaf.`,
  },
];

function inWords(error: GitError, { repo, commit }: { repo: string; commit: string }): DomainError {
  const known = problems.find(({ says }) => says.test(error.message));
  if (known) return new DomainError(known.code, known.words(repo), { cause: error });
  if (error.message === '' || /couldn't find remote ref|not our ref|bad object|unknown revision/i.test(error.message)) {
    return new DomainError('invalid', `${repo} has no commit ${commit}. Correct the commit in the leaf.`, {
      cause: error,
    });
  }
  const lastLine = error.message.split('\n').at(-1)?.slice(0, 300) ?? '';
  return new DomainError('unavailable', `${repo} could not be fetched: ${lastLine}`, { cause: error });
}
