import { describe, expect, it } from 'vitest';
import { makePassword } from '@/taxonomy/accounts/password';
import { weaknessOf } from '@/taxonomy/accounts/weak-password';

const ada = { name: 'Ada Lovelace', email: 'ada.l@example.org' };

describe('a password', () => {
  it.each([
    'aaaaaaaaaa',
    '1234567890',
    '0987654321',
    'password12',
    'Password123!',
    'P4ssw0rd2024',
    'seedleaf12',
    'seedleaf2026!',
    'qwertyuiop',
    'qwertz12345',
    '1q2w3e4r5t',
    'abcabcabcabc',
    'passwordpassword',
    'letmein12345',
    'iloveyou1234',
    'welcome-admin',
    'abcdefghijkl',
    'ada.l@example.org',
    'AdaLovelace',
    'lovelace1815',
    'ada.lovelace!',
    '1111122222',
    'correct horse battery staple',
    'changeme!!!!',
  ])('such as %s is refused', (password) => {
    expect(weaknessOf(password, ada)).not.toBeNull();
  });

  it.each([
    'violet tram under snow',
    'Kx7-pelican-Moss',
    'the owl reads at noon',
    'mein Hund mag Regen',
    'ada likes warm bread',
    'x9Q!vTr0pw2L',
    '紫の電車と雪の夜、鳥',
    '100 grams of basil',
  ])('such as %s is taken', (password) => {
    expect(weaknessOf(password, ada)).toBeNull();
  });

  it('that Seedleaf makes is taken', () => {
    for (let i = 0; i < 50; i++) expect(weaknessOf(makePassword(), ada)).toBeNull();
  });

  it('is checked for a person without e-mail or name', () => {
    expect(weaknessOf('violet tram under snow', { name: '', email: '' })).toBeNull();
  });
});
