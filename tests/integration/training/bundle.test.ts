import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect } from 'vitest';
import { parse } from 'yaml';
import { planTraining, writeBundle } from '@/taxonomy/training/bundle/bundle';
import { presetPhases } from '@/taxonomy/training/bundle/plan-training';
import type { TrainingRecipe } from '@/taxonomy/training/contract-bundle';
import { trainers } from '@/taxonomy/training/vocabulary-bundle';
import { test } from '../../support/database';
import { makeApproved, makeVersion } from '../../support/datasets-factories';
import { makeSample } from '../../support/factories';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'seedleaf-bundle-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const recipeOf = (phases: TrainingRecipe['phases'], change: Partial<TrainingRecipe> = {}): TrainingRecipe => ({
  trainer: 'trl',
  baseModel: 'some/model',
  billions: 8,
  gpus: 2,
  rowsAtOnce: 4,
  seed: 42,
  phases,
  ...change,
});

describe('a bundle', () => {
  test.for(trainers)(
    'for %s has the data, its settings and a script that runs all phases in order',
    async (trainer, { db }) => {
      const { taxonomyId } = await makeApproved(db, { short: 3, long: 2, skills: 4 });
      const version = await makeVersion(db, taxonomyId);
      const recipe = recipeOf(presetPhases('instructlab', version.manifest!), { trainer });
      const progress = { signal: new AbortController().signal, onRows: () => undefined };
      const out = path.join(folder, 'bundle');
      const { plan, files } = await writeBundle(db, version.id, { recipe, folder: out }, progress);
      expect(files).toEqual(expect.arrayContaining(['README.md', 'requirements.txt', 'run.sh', 'data/manifest.json']));
      expect(readdirSync(path.join(out, 'data'))).toContain('manifest.json');
      expect(statSync(path.join(out, 'run.sh')).mode & 0o111).not.toBe(0);
      const run = readFileSync(path.join(out, 'run.sh'), 'utf8');
      const places = ['knowledge_short', 'knowledge_long', 'skills'].map((key) => run.indexOf(key));
      expect(places.every((place, i) => place > (places[i - 1] ?? 0))).toBe(true);
      for (const { name, text } of plan.files.filter((file) => /\.ya?ml$/.test(file.name))) {
        expect(() => parse(text) as unknown, name).not.toThrow();
      }
      // Each phase begins with the model of the one before.
      const texts = plan.files.map(({ text }) => text).join('\n');
      expect(texts).toContain('models/knowledge_short');
      expect(plan.warnings.join('\n')).toContain('a batch of 128 is more than the 3 rows');
      expect(plan.warnings[0]).toContain('The practice teacher wrote rows');
    },
  );

  test('replaces an earlier one, but writes nothing into another folder', async ({ db }) => {
    const { taxonomyId } = await makeApproved(db, { skills: 2 });
    const version = await makeVersion(db, taxonomyId);
    const recipe = recipeOf(presetPhases('trial', version.manifest!));
    const progress = { signal: new AbortController().signal, onRows: () => undefined };
    writeFileSync(path.join(folder, 'README.md'), 'mine');
    const write = (to: string) => writeBundle(db, version.id, { recipe, folder: to }, progress);
    await expect(write(folder)).rejects.toThrow(/has other files \(README\.md\)/);
    expect(readFileSync(path.join(folder, 'README.md'), 'utf8')).toBe('mine');
    const out = path.join(folder, 'bundle');
    await write(out);
    await write(out);
    expect(readdirSync(out)).toContain('run.sh');
  });

  test('counts rows that are longer than a phase may have', async ({ db }) => {
    const { taxonomyId, skill, runId } = await makeApproved(db, { skills: 4 });
    await makeSample(db, { leaf: skill, runId, status: 'approved', answer: 'x'.repeat(5_000) });
    const version = await makeVersion(db, taxonomyId);
    const [phase] = presetPhases('trial', version.manifest!);
    const plan = await planTraining(db, version.id, recipeOf([{ ...phase!, maxTokens: 1_000 }]));
    expect(plan.phases).toMatchObject([{ key: 'skills', rows: 5, tooLong: 1 }]);
    const longer = await planTraining(db, version.id, recipeOf([{ ...phase!, maxTokens: 2_000 }]));
    expect(longer.phases).toMatchObject([{ tooLong: 0 }]);
  });
});
