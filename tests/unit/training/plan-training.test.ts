import { describe, expect, it } from 'vitest';
import type { TrainingRecipe } from '@/taxonomy/training/contract-bundle';
import { memoryOf, planPhases } from '@/taxonomy/training/bundle/plan-training';
import { shellWord } from '@/taxonomy/training/bundle/files/file';

const phase = (key: string, rows: number) => ({
  key,
  name: `Phase ${key}`,
  own: rows,
  ownTokens: 0,
  ownBytes: 0,
  replayed: [],
  validation: 0,
  test: 0,
  rows,
  leaves: 1,
});
const manifest = { phases: [phase('short', 912), phase('skills', 10_000)] };
const settings = {
  epochs: 7,
  learningRate: 2e-5,
  batch: 128,
  warmupSteps: 25,
  schedule: 'constant_with_warmup' as const,
  maxTokens: 4096,
};
const recipe = (change: Partial<TrainingRecipe> = {}): TrainingRecipe => ({
  trainer: 'trl',
  baseModel: 'tiny',
  billions: 8,
  gpus: 8,
  rowsAtOnce: 4,
  seed: 42,
  phases: [
    { key: 'short', ...settings },
    { key: 'skills', ...settings },
  ],
  ...change,
});
const none = new Map<string, number>();

describe('a plan of training', () => {
  it('gives the batch by GPUs, rows at once and accumulation, and the steps that follow', () => {
    const { phases, warnings } = planPhases(manifest, recipe(), none);
    expect(phases).toMatchObject([
      { key: 'short', accumulation: 4, batch: 128, stepsAnEpoch: 8, steps: 56 },
      { key: 'skills', accumulation: 4, batch: 128, stepsAnEpoch: 79, steps: 553 },
    ]);
    expect(warnings).toEqual([]);
  });

  it('warns with numbers when a batch is more than the rows', () => {
    const phases = [{ key: 'short', ...settings, batch: 3840 }];
    const { warnings } = planPhases({ phases: [phase('short', 912)] }, recipe({ phases }), none);
    expect(warnings).toEqual([
      'Phase short: a batch of 3,840 is more than the 912 rows: one step an epoch. With batches of 91 it would be 10.',
      'Phase short: it ends after 7 steps, before its 25 steps of warm-up.',
    ]);
  });

  it('says when a batch cannot be made, when rows are too long, and when a phase is left out', () => {
    const phases = [{ key: 'short', ...settings, batch: 100 }];
    const { warnings } = planPhases(manifest, recipe({ phases }), new Map([['short', 12]]));
    expect(warnings).toEqual([
      'Phase short: 8 × 4 rows at once give batches of 96, not 100.',
      'Phase short: about 12 of 912 rows are longer than 4,096 tokens. The bundle leaves them out, and says how many.',
      'Phase skills is left out: its 10,000 rows are not trained on.',
    ]);
    const all = planPhases(manifest, recipe({ phases }), new Map([['short', 912]]));
    expect(all.warnings.join()).toContain('no row is left');
  });

  it('warns of a rate that falls to zero between phases', () => {
    const phases = recipe().phases.map((each) => ({ ...each, schedule: 'cosine' as const }));
    expect(planPhases(manifest, recipe({ phases }), none).warnings.join()).toContain('unstable');
  });

  it('refuses phases that the version does not have, and those that come twice', () => {
    const [short] = recipe().phases;
    expect(() => planPhases(manifest, recipe({ phases: [{ ...short!, key: 'poems' }] }), none)).toThrow(
      /no phase “poems”. Its phases: short, skills/,
    );
    expect(() => planPhases(manifest, recipe({ phases: [short!, short!] }), none)).toThrow(/comes twice/);
  });
});

describe('the memory of a GPU', () => {
  it('is 16 bytes a parameter, spread over all', () => {
    expect(memoryOf({ billions: 8, gpus: 8 })?.gigabytes).toBe(16);
    expect(memoryOf({ billions: 7, gpus: 0 })?.gigabytes).toBe(112);
    expect(memoryOf({ billions: null, gpus: 8 })).toBeNull();
  });
});

it('a text is one word of a shell, whatever is in it', () => {
  expect(shellWord(`it's; rm -rf $HOME`)).toBe(String.raw`'it'\''s; rm -rf $HOME'`);
});
