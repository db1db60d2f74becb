import { describe, expect, it } from 'vitest';
import { countText, durationText, remainingText, shareText, shortNumber } from '@/components/numbers';

describe('numbers on screens', () => {
  it.each([
    [0, '0.0 s'],
    [0.44, '0.4 s'],
    [12.6, '13 s'],
    [60, '1 min'],
    [200, '3 min 20 s'],
    [900, '15 min'],
    [3_580, '1 h 0 min'],
    [7_190, '2 h 0 min'],
    [7_500, '2 h 5 min'],
  ])('%s seconds read %s', (seconds, text) => expect(durationText(seconds)).toBe(text));

  it.each([
    [{ from: 20, to: 40 }, '20 to 40 s left'],
    [{ from: 12, to: 12 }, 'about 12 s left'],
    [{ from: 236, to: 277 }, '3 to 5 min left'],
    [{ from: 7000, to: 9000 }, '1 to 3 h left'],
  ])('%j reads %s', (range, text) => expect(remainingText(range)).toBe(text));

  it('never show all for nearly all, or nothing for nearly nothing', () => {
    expect(shareText(2359, 2360)).toBe('over 99 %');
    expect(shareText(1, 2360)).toBe('under 1 %');
    expect(shareText(5, 5)).toBe('100 %');
    expect(shareText(0, 5)).toBe('0 %');
    expect(shareText(0, 0)).toBe('–');
  });

  it('use the singular for one', () => {
    expect(countText(1, 'leaf', 'leaves')).toBe('1 leaf');
    expect(countText(1200, 'leaf', 'leaves')).toBe('1,200 leaves');
  });

  it('shorten only large numbers', () => {
    expect(shortNumber(9_999)).toBe('9,999');
    expect(shortNumber(439_800)).toBe('439.8K');
  });
});
