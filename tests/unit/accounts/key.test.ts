import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { deriveKey, readKey } from '@/taxonomy/accounts/key';

let home: string;
beforeEach(() => {
  home = mkdtempSync(path.join(tmpdir(), 'seedleaf-key-'));
});
afterEach(() => rmSync(home, { recursive: true }));

describe('the key', () => {
  it('is created once, readable by its owner only, and stays the same', () => {
    const nested = path.join(home, 'new', 'home');
    const first = readKey(nested);
    expect(first).toHaveLength(32);
    expect(statSync(path.join(nested, 'key')).mode & 0o777).toBe(0o600);
    expect(readKey(nested)).toEqual(first);
    expect(readdirSync(nested)).toEqual(['key']);
  });

  it('is read from the environment in base64 or hex, and then no file is created', () => {
    const key = randomBytes(32);
    const spellings = [key.toString('base64'), key.toString('hex'), key.toString('base64url')];
    expect(spellings.map((each) => readKey(home, each))).toEqual([key, key, key]);
    expect(readdirSync(home)).toEqual([]);
  });

  it.each(['too short', 'A'.repeat(42), 'A'.repeat(45), 'a'.repeat(63), '*'.repeat(43)])(
    'is refused by name when it is not 32 bytes: %j',
    (text) => {
      expect(() => readKey(home, text)).toThrow(/SEEDLEAF_KEY is not 32 bytes/);
    },
  );

  it('is refused when other users can read the file', () => {
    readKey(home);
    chmodSync(path.join(home, 'key'), 0o644);
    expect(() => readKey(home)).toThrow(/chmod 600/);
  });

  it('is refused, never replaced, when the file is damaged', () => {
    writeFileSync(path.join(home, 'key'), 'half a k', { mode: 0o600 });
    expect(() => readKey(home)).toThrow(/is not 32 bytes/);
    expect(readdirSync(home)).toEqual(['key']);
  });

  it('gives another key for each purpose', () => {
    const key = randomBytes(32);
    expect(deriveKey(key, 'sessions')).toEqual(deriveKey(key, 'sessions'));
    expect(deriveKey(key, 'sessions')).not.toEqual(deriveKey(key, 'secrets'));
    expect(deriveKey(key, 'secrets')).not.toEqual(key);
  });
});
