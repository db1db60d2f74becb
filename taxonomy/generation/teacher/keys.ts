import { openSecret } from '../../accounts/secrets';
import { DomainError } from '../../errors';
import type { NamedVariable } from './access';
import type { TeacherRow } from './teacher-repository';

/** @throws DomainError `unavailable` when it cannot be decrypted, or its variable is not set. */
export function apiKeyOf(row: TeacherRow, key: Buffer, variable: NamedVariable): string | undefined {
  if (row.apiKeySealed) return openSecret(key, row.apiKeySealed, boundTo(row.id));
  if (!row.apiKeyEnv) return undefined;
  const value = variable(row.apiKeyEnv);
  if (value) return checkedKey(value);
  throw new DomainError(
    'unavailable',
    `The key of “${row.name}” is in the variable ${row.apiKeyEnv}, which is not set. Set it and start Seedleaf again.`,
  );
}

/**
 * A header takes printable ASCII only; without this check, a line break in a key would cause an error only at the first
 * call.
 */
export function checkedKey(apiKey: string): string {
  const trimmed = apiKey.trim();
  if (/^[\x21-\x7e]+$/.test(trimmed)) return trimmed;
  throw new DomainError('invalid', 'The API key contains spaces or characters that no key has. Copy it again.');
}

/** What a teacher's key is encrypted for: it cannot be decrypted in another teacher's row. */
export const boundTo = (id: string): string => `teacher:${id}`;
