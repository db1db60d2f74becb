import { hkdfSync, randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DomainError } from '../errors';

const KEY_BYTES = 32;

/**
 * The installation's key: it encrypts teacher keys and signs sessions.
 *
 * @param home Folder of the file `key`, mode 0600, created at first use. Two processes that start together get the same
 * key, because the file is created atomically.
 * @param fromEnvironment 32 bytes in base64 or hex; when given, no file is read or created.
 * @throws DomainError `invalid` for a key that is not 32 bytes, or a file that other users can read.
 */
export function readKey(home: string, fromEnvironment?: string): Buffer {
  if (fromEnvironment) return decodeKey(fromEnvironment, 'SEEDLEAF_KEY');
  const file = path.join(home, 'key');
  return readKeyFile(file) ?? makeKeyFile(file);
}

/** Derives a key for one purpose, so that sessions and secrets never share one (RFC 5869). */
export function deriveKey(key: Buffer, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', key, '', `seedleaf ${purpose}`, KEY_BYTES));
}

function readKeyFile(file: string): Buffer | null {
  const stat = statSync(file, { throwIfNoEntry: false });
  if (!stat) return null;
  if (process.platform !== 'win32' && (stat.mode & 0o077) !== 0) {
    throw new DomainError('invalid', `${file} can be read by other users. Run: chmod 600 ${file}`);
  }
  return decodeKey(readFileSync(file, 'utf8').trim(), file);
}

/** Written under a temporary name first: `link` fails when the name is taken, so the first writer wins. */
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
    `${where} is not 32 bytes in base64 or hex. Generate a key with: openssl rand -base64 32`,
  );
}
