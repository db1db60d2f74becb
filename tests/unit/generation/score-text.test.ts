import { describe, expect, it } from 'vitest';
import { scoreText } from '@/components/generation/score-text';

describe('scoreText', () => {
  it.each([
    [2, '1 to 3', '2 of 3 (3 is best)'],
    [1, '0 to 1', '1 of 1 (1 is best)'],
    [null, 'yes or no', 'yes'],
    [null, 'safe or not', 'safe'],
    [null, 'by hand', 'by hand'],
    [4, 'stars', '4 (stars)'],
  ])('says which end of the scale is best: %s on %s', (score, scale, words) => {
    expect(scoreText(score, scale)).toBe(words);
  });

  it.each([
    [1, '1 to 3', '1 of 3 (3 is best)'],
    [null, 'yes or no', 'no'],
    [null, 'safe or not', 'not safe'],
  ])('says what the judge said of a row that it rejected: %s on %s', (score, scale, words) => {
    expect(scoreText(score, scale, false)).toBe(words);
  });
});
