import { describe, expect, it } from 'vitest';
import { hideKey } from '@/taxonomy/generation/teacher/hide-key';

describe('a key that a server repeats', () => {
  const key = 'sk-a.b$1+(2)[3]';

  it.each([
    [`Wrong key: ${key}.`, 'Wrong key: [key].'],
    [`Wrong key: ${Array.from(key).join(' ')}.`, 'Wrong key: [key].'],
    [`${key.slice(0, 5)}\n${key.slice(5)} ${key}`, '[key] [key]'],
    ['Nothing of it: sk-aXb$1', 'Nothing of it: sk-aXb$1'],
  ])('is hidden in %j', (text, hidden) => expect(hideKey(text, key)).toBe(hidden));
});
