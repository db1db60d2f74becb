import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { readKey } from '@/taxonomy/accounts/key';
import { openSecret, sealSecret } from '@/taxonomy/accounts/secrets';

const key = randomBytes(32);
const hex = key.toString('hex');
const base64 = key.toString('base64');

it.each([`${hex}0`, `0${hex}`, `${hex} `, `${base64}=`, `A${base64}`, `${base64}A`, ` ${base64}`])(
  'a key with a character too many is refused, not cut: %j',
  (text) => {
    expect(() => readKey('/nowhere', text)).toThrow(expect.objectContaining({ code: 'invalid' }));
  },
);

it('a secret of another version is refused', () => {
  const sealed = sealSecret(key, 'secret', 'teacher:1');
  expect(() => openSecret(key, sealed.replace('v1.', 'v2.'), 'teacher:1')).toThrow(/was changed in the database/);
  expect(openSecret(key, sealed, 'teacher:1')).toBe('secret');
});
