import { describe, expect, it } from 'vitest';
import { otherVersion } from '@/components/seeds/other-version';

const leaf = { version: 3, savedBy: 'Owner', savedById: 'person-1' };

describe('who was first', () => {
  it('is oneself, if it was another tab', () => {
    expect(otherVersion(leaf, 'person-1').words).toBe('You saved version 3 in another tab');
  });

  it('is the other person, by name', () => {
    expect(otherVersion(leaf, 'person-2')).toEqual({
      who: 'Owner',
      words: 'Owner saved version 3 while you were writing',
    });
  });
});
