import { DomainError } from '../errors';

/** Transports allowed in leaves by default; the owner can allow more (SEEDLEAF_GIT_PROTOCOLS). */
export const plainProtocols = ['https', 'ssh'] as const;

/** Transports that the owner may add. `ext` and other helpers run commands and are never allowed. */
const allowable = ['http', 'git', 'file'];

/** Parses the owner's comma-separated list. Unknown names are ignored, because they could be helpers. */
export const protocolsFrom = (list: string): string[] => [
  ...plainProtocols,
  ...list.split(',').flatMap((name) => allowable.filter((each) => each === name.trim().toLowerCase())),
];

/** The transport that git would use for an address, or null when the address is not safe to pass to git. */
export function protocolOf(repo: string): string | null {
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(repo)) {
    const url = URL.canParse(repo) ? new URL(repo) : null;
    const protocol = url?.protocol.slice(0, -1).toLowerCase() ?? '';
    const isSafe = protocol === 'file' || /^[A-Za-z0-9[]/.test(url?.hostname ?? '');
    return isSafe && [...plainProtocols, ...allowable].includes(protocol) ? protocol : null;
  }
  if (/^\/[^\0]*$/.test(repo)) return 'file';
  // The form of ssh: user@host:path. Never `name::address`, which runs a helper.
  return /^(?:[A-Za-z0-9][\w.-]*@)?[A-Za-z0-9][A-Za-z0-9.-]*:[\w~/.][\w~/.+-]*$/.test(repo) ? 'ssh' : null;
}

/**
 * The repository's address, checked to be safe for git.
 *
 * @throws DomainError `invalid` when it is not an address of an allowed kind, with the remedy.
 */
export function checkedRepo(repo: string, protocols: readonly string[]): string {
  const address = repo.trim();
  if (address === '')
    throw new DomainError('invalid', 'The leaf has no repository. Add its https address to the leaf.');
  const protocol = /[\s\0\p{Cc}]/u.test(address) || address.startsWith('-') ? null : protocolOf(address);
  const shown = address.slice(0, 200);
  if (!protocol) {
    throw new DomainError(
      'invalid',
      `“${shown}” is not the address of a git repository. Write it as https://host/path or git@host:path.`,
    );
  }
  if (!protocols.includes(protocol)) {
    throw new DomainError(
      'invalid',
      `Seedleaf only fetches over ${protocols.join(', ')}, but “${shown}” uses ${protocol}. Use the https address, or ask the owner to add ${protocol} to SEEDLEAF_GIT_PROTOCOLS.`,
    );
  }
  if (URL.canParse(address) && new URL(address).password !== '') {
    throw new DomainError(
      'invalid',
      "The repository's address contains a password, which everyone who can read the leaf would see. Remove it, and use git's credential helper on this machine.",
    );
  }
  return address;
}

/**
 * A commit id, branch or tag, checked to be safe for git: not an option, a range or a path.
 *
 * @throws DomainError `invalid`, with the remedy.
 */
export function checkedCommit(commit: string): string {
  const name = commit.trim();
  const isSafe = /^[A-Za-z0-9][A-Za-z0-9._/-]{0,199}$/.test(name) && !/\.\.|\/\/|\/\.|\.lock(?:\/|$)|[./]$/.test(name);
  if (isSafe) return name;
  const shown = name.slice(0, 100);
  throw new DomainError(
    'invalid',
    name === ''
      ? 'The leaf has no commit. Add the commit’s id to the leaf, so that everyone gets the same text.'
      : `“${shown}” is not a commit id, branch or tag. Write the commit’s id (40 characters, from “git rev-parse HEAD”).`,
  );
}

export const isFullId = (commit: string): boolean => /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/i.test(commit);
