import { DomainError } from '../errors';

/** Transports that anybody may name in a leaf; the owner can allow more (SEEDLEAF_GIT_PROTOCOLS). */
export const plainProtocols = ['https', 'ssh'] as const;

/** More that an owner may allow. `ext` and other helpers run commands and are never among them. */
const allowable = ['http', 'git', 'file'];

/** From the owner's comma-separated list. Unknown names are left out: they could be helpers. */
export const protocolsFrom = (list: string): string[] => [
  ...plainProtocols,
  ...list.split(',').flatMap((name) => allowable.filter((each) => each === name.trim().toLowerCase())),
];

/** The transport that git would use for an address, or null when it is no address that is safe to hand to git. */
export function protocolOf(repo: string): string | null {
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(repo)) {
    const url = URL.canParse(repo) ? new URL(repo) : null;
    const protocol = url?.protocol.slice(0, -1).toLowerCase() ?? '';
    const isSafe = protocol === 'file' || /^[A-Za-z0-9[]/.test(url?.hostname ?? '');
    return isSafe && [...plainProtocols, ...allowable].includes(protocol) ? protocol : null;
  }
  if (/^\/[^\0]*$/.test(repo)) return 'file';
  // As ssh takes it: person@host:path. Never `name::address`, which calls a helper.
  return /^(?:[A-Za-z0-9][\w.-]*@)?[A-Za-z0-9][A-Za-z0-9.-]*:[\w~/.][\w~/.+-]*$/.test(repo) ? 'ssh' : null;
}

/**
 * The repository's address as it may be handed to git.
 *
 * @throws DomainError `invalid` for anything that is not an address of an allowed kind, with the remedy.
 */
export function checkedRepo(repo: string, protocols: readonly string[]): string {
  const address = repo.trim();
  if (address === '')
    throw new DomainError('invalid', 'The leaf names no repository. Write its https address into the leaf.');
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
      `Seedleaf fetches over ${protocols.join(', ')} only, and “${shown}” is ${protocol}. Use the https address, or let the owner add ${protocol} to SEEDLEAF_GIT_PROTOCOLS.`,
    );
  }
  if (URL.canParse(address) && new URL(address).password !== '') {
    throw new DomainError(
      'invalid',
      "The repository's address contains a password, and everybody can read leaves. Remove it; git's own credential helper can keep it.",
    );
  }
  return address;
}

/**
 * A commit id, branch or tag as it may be handed to git: nothing that git would take for an option, a range or a path.
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
      ? 'The leaf names no commit. Write the commit’s id into the leaf, so that everybody gets the same text.'
      : `“${shown}” is not a commit id, branch or tag. Write the commit’s id (40 characters, from “git rev-parse HEAD”).`,
  );
}

export const isFullId = (commit: string): boolean => /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/i.test(commit);
