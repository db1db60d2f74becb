import { describe, expect, it } from 'vitest';
import { networkOf, waitSeconds } from '@/taxonomy/accounts/password-tries';

describe('wrong tries', () => {
  it('have no delay at first, then a doubled one each time, and never more than ten seconds', () => {
    expect([0, 4, 5, 6, 7, 8, 9, 1000].map((wrong) => waitSeconds(wrong, 5))).toEqual([0, 0, 1, 2, 4, 8, 10, 10]);
  });

  it('are counted by network if one caller has many addresses', () => {
    expect(networkOf('2001:db8:0:7::1')).toBe('2001:db8:0:7');
    expect(networkOf('2001:0db8::7:1:2:3:4')).toBe('2001:db8:0:7');
    expect(networkOf('::1')).toBe('0:0:0:0');
    expect(networkOf('192.0.2.7')).toBe('192.0.2.7');
  });
});
