import { hkdfSync, randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DomainError } from '../errors';

const KEY_BYTES = 32;

/**
 * The installation's one key: it seals teacher keys and signs sessions.
 *
 * @param home Where the key lives as the file `key`, mode 0600; it is made at first use. Two processes that
 *   start together get the same key: the file appears whole, under its name, exactly once.
 * @param fromEnvironment 32 bytes in base64 or hex; no file is read or made when it is given.
 * @throws DomainError `invalid` for a key that is not 32 bytes, or a file that others may read.
 */
export function readKey(home: string, fromEnvironment?: string): Buffer {
  if (fromEnvironment) return decodeKey(fromEnvironment, 'SEEDLEAF_KEY');
  const file = path.join(home, 'key');
  return readKeyFile(file) ?? makeKeyFile(file);
}

/** A key for one purpose, so that what signs sessions never also seals secrets (RFC 5869). */
export function deriveKey(key: Buffer, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', key, '', `seedleaf ${purpose}`, KEY_BYTES));
}

function readKeyFile(file: string): Buffer | null {
  const stat = statSync(file, { throwIfNoEntry: false });
  if (!stat) return null;
  if (process.platform !== 'win32' && (stat.mode & 0o077) !== 0) {
    throw new DomainError('invalid', `${file} may be read by others. Run: chmod 600 ${file}`);
  }
  return decodeKey(readFileSync(file, 'utf8').trim(), file);
}

/** Written under another name first: `link` fails when the name is taken, so the first writer wins whole. */
function makeKeyFile(file: string): Buffer {
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.${process.pid}.${randomBytes(6).toString('hex')}`;
  writeFileSync(draft, `${randomBytes(KEY_BYTES).toString('base64')}\n`, { mode: 0o600, flag: 'wx', flush: true });
  try {
    linkSync(draft, file);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  } finally {
    rmSync(draft);
  }
  const key = readKeyFile(file);
  if (!key) throw new DomainError('unavailable', `${file} was removed while Seedleaf started. Start again.`);
  return key;
}

function decodeKey(text: string, where: string): Buffer {
  const key = /^[0-9a-f]{64}$/i.test(text) ? Buffer.from(text, 'hex') : Buffer.from(text, 'base64');
  const isBase64 = /^[0-9a-f]{64}$/i.test(text) || /^[A-Za-z0-9+/_-]{43}=?$/.test(text);
  if (isBase64 && key.length === KEY_BYTES) return key;
  throw new DomainError(
    'invalid',
    `${where} does not hold 32 bytes in base64 or hex. Make a key with: openssl rand -base64 32`,
  );
}
