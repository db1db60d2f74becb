import { describe, expect, it } from 'vitest';
import { bootstrap, quantileOf, randomOf, resample } from '../../proof/shared/bootstrap';

describe('quantileOf', () => {
  it('lies between two values in proportion', () => {
    expect(quantileOf([4, 1, 3, 2], 0.5)).toBe(2.5);
    expect(quantileOf([0, 10], 0.025)).toBe(0.25);
    expect(quantileOf([7], 0.975)).toBe(7);
  });

  it('is no number without values', () => {
    expect(quantileOf([], 0.5)).toBeNaN();
  });
});

describe('resample', () => {
  it('keeps the number of units of each stratum', () => {
    const random = randomOf(3);
    for (let i = 0; i < 50; i += 1) {
      const weights = resample([0, 0, 0, 1, 1], random);
      expect(weights.slice(0, 3).reduce((sum, n) => sum + n)).toBe(3);
      expect(weights.slice(3).reduce((sum, n) => sum + n)).toBe(2);
    }
  });

  it('draws with replacement', () => {
    const random = randomOf(1);
    const drawn = Array.from({ length: 20 }, () => resample([0, 0, 0], random)).flat();
    expect(Math.max(...drawn)).toBeGreaterThan(1);
    expect(Math.min(...drawn)).toBe(0);
  });
});

describe('bootstrap', () => {
  const values = Array.from({ length: 100 }, (_, i) => (i < 30 ? 1 : 0));
  const mean = (weights: readonly number[]) => ({
    mean: values.reduce<number>((sum, value, i) => sum + value * (weights[i] ?? 0), 0) / values.length,
  });
  const strata = values.map(() => 0);

  it('gives about the interval that the normal approximation gives for a share', () => {
    const { value, low, high } = bootstrap(strata, mean, { times: 4_000, seed: 1 }).mean;
    expect(value).toBe(0.3);
    const half = 1.96 * Math.sqrt((0.3 * 0.7) / 100);
    expect(low).toBeCloseTo(0.3 - half, 1);
    expect(high).toBeCloseTo(0.3 + half, 1);
  });

  it('is the same for the same seed, and another for another', () => {
    const once = bootstrap(strata, mean, { times: 200, seed: 1 });
    expect(bootstrap(strata, mean, { times: 200, seed: 1 })).toEqual(once);
    expect(bootstrap(strata, mean, { times: 200, seed: 2 })).not.toEqual(once);
  });

  it('has no width where each stratum is all alike', () => {
    const sure = values.map((value) => value);
    const { low, high } = bootstrap(sure, mean, { times: 100, seed: 1 }).mean;
    expect([low, high]).toEqual([0.3, 0.3]);
  });
});
