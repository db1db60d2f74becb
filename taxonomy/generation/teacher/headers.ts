import { z } from 'zod';
import { openSecret, sealSecret } from '../../accounts/secrets';
import { DomainError } from '../../errors';
import type { HeaderChanges, Headers } from '../contract-headers';
import type { TeacherRow } from './teacher-repository';

/** Extra headers as they are stored: the names for people, everything else encrypted. */
export type StoredHeaders = Pick<TeacherRow, 'headersSealed' | 'headerNames'>;

/** @param key The installation's key. @param id The teacher's id: they cannot be decrypted in another one's row. */
export function sealHeaders(key: Buffer, id: string, headers: Headers): StoredHeaders {
  const trimmed = Object.entries(headers).map(([name, value]) => [name, value.trim()]);
  if (trimmed.length === 0) return { headersSealed: null, headerNames: [] };
  const sealed = sealSecret(key, JSON.stringify(trimmed), boundTo(id));
  return { headersSealed: sealed, headerNames: Object.keys(headers) };
}

/** @throws DomainError `unavailable` when they cannot be decrypted. */
export function openHeaders(key: Buffer, { id, headersSealed }: Pick<TeacherRow, 'id' | 'headersSealed'>): Headers {
  if (headersSealed === null) return {};
  const pairs = z
    .array(z.tuple([z.string(), z.string()]))
    .parse(JSON.parse(openSecret(key, headersSealed, boundTo(id))));
  return Object.fromEntries(pairs);
}

/**
 * The headers of a teacher after a change.
 *
 * @param given All headers, null for a value that stays; undefined when nothing was said about them.
 * @param isElsewhere The teacher moved to a server that it was not on: stored values are not sent there, because only the
 *   person who entered them may say where they go.
 * @returns Undefined when they stay as they are.
 * @throws DomainError `invalid` for a value that cannot stay.
 */
export function changedHeaders(
  key: Buffer,
  row: Pick<TeacherRow, 'id' | 'headersSealed' | 'headerNames'>,
  given: HeaderChanges | undefined,
  isElsewhere: boolean,
): StoredHeaders | undefined {
  if (given === undefined) return isElsewhere ? sealHeaders(key, row.id, {}) : undefined;
  const kept = Object.entries(given).flatMap(([name, value]) => (value === null ? [name] : []));
  if (kept.length > 0 && isElsewhere)
    throw new DomainError('invalid', `Enter ${valueOf(kept)} again, because the address is another server's.`);
  const unknown = kept.filter((name) => !row.headerNames.includes(name));
  if (unknown.length > 0) throw new DomainError('invalid', `Enter ${valueOf(unknown)}: none is stored.`);
  const before = kept.length > 0 ? openHeaders(key, row) : {};
  const headers = Object.entries(given).map(([name, value]) => [name, value ?? before[name] ?? '']);
  return sealHeaders(key, row.id, Object.fromEntries(headers));
}

/** All headers after a change, if a person entered them now, and so may have tested them; null when some are stored. */
export function onlyGiven(changes: HeaderChanges | undefined, before: readonly string[]): Headers | null {
  if (changes === undefined) return before.length === 0 ? {} : null;
  const given = Object.entries(changes).flatMap(([name, value]) => (value === null ? [] : [[name, value] as const]));
  return given.length === Object.keys(changes).length ? Object.fromEntries(given) : null;
}

const valueOf = (names: string[]) => `the value of ${names.join(', ')}`;

/** Not what the key is encrypted for: neither can take the place of the other. */
const boundTo = (id: string): string => `teacher-headers:${id}`;
