import { describe, expect, it } from 'vitest';
import { hashPassword, makePassword, verifyPassword } from '@/taxonomy/accounts/password';

describe('a password', () => {
  it('is stored as argon2id with the agreed cost', async () => {
    const hash = await hashPassword('correct horse');
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await verifyPassword({ hash, password: 'correct horse' })).toBe(true);
    expect(await verifyPassword({ hash, password: 'correct hors' })).toBe(false);
  });

  it('that is generated is long, readable and always different', () => {
    const made = Array.from({ length: 200 }, makePassword);
    expect(new Set(made).size).toBe(200);
    for (const each of made) expect(each).toMatch(/^([a-km-zA-HJ-NP-Z2-9]{4}-){3}[a-km-zA-HJ-NP-Z2-9]{4}$/);
  });
});
