import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { openSecret, sealSecret } from '@/taxonomy/accounts/secrets';

const key = randomBytes(32);
const canary = 'sk-canary-7d1f';

/** The text with one flipped bit in this part. */
function tampered(sealed: string, part: number): string {
  const parts = sealed.split('.');
  const bytes = Buffer.from(parts[part]!, 'base64url');
  bytes[0]! ^= 1;
  parts[part] = bytes.toString('base64url');
  return parts.join('.');
}

describe('an encrypted secret', () => {
  it.each([canary, '', 'ключ 🔑', 'x'.repeat(10_000)])('is decrypted to the same text: %.20j', (plain) => {
    expect(openSecret(key, sealSecret(key, plain, 'teacher:1'), 'teacher:1')).toBe(plain);
  });

  it('reveals nothing of the secret, and differs each time', () => {
    const [one, two] = [sealSecret(key, canary, 'teacher:1'), sealSecret(key, canary, 'teacher:1')];
    expect(one).not.toBe(two);
    expect(one + Buffer.from(one.split('.')[3]!, 'base64url').toString('latin1')).not.toContain('canary');
  });

  it('cannot be decrypted for another owner of the row', () => {
    const sealed = sealSecret(key, canary, 'teacher:1');
    expect(() => openSecret(key, sealed, 'teacher:2')).toThrow(/teacher:2 was changed/);
  });

  it.each([2, 3])('cannot be decrypted when part %i was changed', (part) => {
    const sealed = sealSecret(key, canary, 'teacher:1');
    expect(() => openSecret(key, tampered(sealed, part), 'teacher:1')).toThrow(/was changed/);
  });

  it('cannot be decrypted when its tag was cut', () => {
    const sealed = sealSecret(key, 'a longer secret than its tag', 'teacher:1');
    expect(() => openSecret(key, sealed.slice(0, -8), 'teacher:1')).toThrow(/was changed/);
  });

  it('says so when it was encrypted with another key', () => {
    const sealed = sealSecret(randomBytes(32), canary, 'teacher:1');
    expect(() => openSecret(key, sealed, 'teacher:1')).toThrow(/another key/);
  });

  it.each(['', 'plain text', 'v1', 'v1.00000000.AA', 'v2.a.b.c'])('refuses %j without crashing', (text) => {
    expect(() => openSecret(key, text, 'teacher:1')).toThrow(expect.objectContaining({ code: 'unavailable' }));
  });
});
