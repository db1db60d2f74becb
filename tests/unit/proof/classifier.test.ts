import { describe, expect, it } from 'vitest';
import { checkClassifier, nearestSeed } from '../../proof/local/classifier';

const at = (degrees: number) => [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
const seeds = [
  { leaf: 0, vector: at(0) },
  { leaf: 0, vector: at(10) },
  { leaf: 1, vector: at(80) },
  { leaf: 1, vector: at(100) },
];

describe('nearestSeed', () => {
  it('finds the leaf and the seed that a text is most similar to', () => {
    expect(nearestSeed(seeds, at(76))).toMatchObject({ leaf: 1, seed: 2 });
    expect(nearestSeed(seeds, at(10))?.similarity).toBeCloseTo(1);
  });

  it('leaves out the seeds that do not count', () => {
    expect(nearestSeed(seeds, at(79), (seed) => seed === 2)).toMatchObject({ leaf: 1, seed: 3 });
    expect(nearestSeed([], at(0))).toBeNull();
  });
});

describe('checkClassifier', () => {
  it('is right on all seeds of leaves that are apart', () => {
    expect(checkClassifier(seeds, 0.05, 0.3)).toMatchObject({ right: 4, of: 4 });
  });

  it('classifies a seed by the others, never by itself', () => {
    const stray = [...seeds, { leaf: 1, vector: at(-5) }];
    expect(checkClassifier(stray, 0.05, 0.3)).toMatchObject({ right: 4, of: 5 });
  });

  it('takes its threshold from how alike the seeds of a leaf are', () => {
    const cos = (degrees: number) => Math.cos((degrees * Math.PI) / 180);
    expect(checkClassifier(seeds, 0, 0.3).threshold).toBeCloseTo(cos(20));
    expect(checkClassifier(seeds, 1, 0.3).threshold).toBeCloseTo(cos(10));
    expect(checkClassifier(seeds, 0, 0.99).threshold).toBe(0.99);
  });
});
