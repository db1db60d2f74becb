import { describe, expect, it } from 'vitest';
import { readPreferences, writePreferences } from '@/components/preference-cookie';

const usual = { theme: 'system', rail: 'auto', areSingleKeysOn: true } as const;

describe('the preference cookie', () => {
  it('is read back as it was written', () => {
    const preferences = { theme: 'dark', rail: 'folded', areSingleKeysOn: false } as const;
    expect(readPreferences(writePreferences(preferences))).toEqual(preferences);
  });

  it.each([undefined, '', 'purple.sideways', '<script>'])('ignores %j', (cookie) => {
    expect(readPreferences(cookie)).toEqual(usual);
  });
});
