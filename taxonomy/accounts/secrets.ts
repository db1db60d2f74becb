import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { DomainError } from '../errors';
import { deriveKey } from './key';

const VERSION = 'v1';
const IV_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Encrypts a secret, such as a teacher's key, for the database: AES-256-GCM with a key derived from the installation's.
 * Encrypting the same secret twice gives different results.
 *
 * @param boundTo The owner of the secret (`teacher:<id>`). It cannot be decrypted when copied to another row.
 * @returns `v1.<id of the key>.<nonce>.<ciphertext and tag>`, in base64url.
 */
export function sealSecret(key: Buffer, plain: string, boundTo: string): string {
  const sealingKey = deriveKey(key, 'secrets');
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', sealingKey, iv, { authTagLength: TAG_BYTES });
  cipher.setAAD(Buffer.from(boundTo));
  const sealed = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return [VERSION, idOf(sealingKey), iv.toString('base64url'), sealed.toString('base64url')].join('.');
}

/**
 * Decrypts the result of `sealSecret`.
 *
 * @throws DomainError `unavailable` when it was encrypted with another key, was changed, or belongs to something else.
 * The message never contains any part of the secret.
 */
export function openSecret(key: Buffer, sealed: string, boundTo: string): string {
  const sealingKey = deriveKey(key, 'secrets');
  const [version, keyId, iv, body] = sealed.split('.');
  if (version !== VERSION || iv === undefined || body === undefined) throw damaged(boundTo);
  if (keyId !== idOf(sealingKey)) {
    throw new DomainError(
      'unavailable',
      `The secret of ${boundTo} was encrypted with another key. Restore the old SEEDLEAF_KEY (or the file "key"), or enter the secret again.`,
    );
  }
  const bytes = Buffer.from(body, 'base64url');
  try {
    const nonce = Buffer.from(iv, 'base64url');
    const decipher = createDecipheriv('aes-256-gcm', sealingKey, nonce, { authTagLength: TAG_BYTES });
    decipher.setAAD(Buffer.from(boundTo));
    decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
    return Buffer.concat([decipher.update(bytes.subarray(0, -TAG_BYTES)), decipher.final()]).toString('utf8');
  } catch (cause) {
    throw damaged(boundTo, cause);
  }
}

/** Identifies the key without revealing anything about it. */
const idOf = (key: Buffer): string => createHash('sha256').update(key).digest('hex').slice(0, 8);

const damaged = (boundTo: string, cause?: unknown) =>
  new DomainError('unavailable', `The secret of ${boundTo} was changed in the database. Enter it again.`, {
    cause,
  });
