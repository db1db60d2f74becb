import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect } from 'vitest';
import { defaultRecipe, labradoritePrompt } from '@/taxonomy/datasets/vocabulary';
import { findVersionByName } from '@/taxonomy/datasets/versions';
import { test } from '../../support/database';
import { makeApproved, makeVersion } from '../../support/datasets-factories';
import { temporaryFolder } from '../../support/documents-factories';

let place: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  place = temporaryFolder();
});
afterEach(() => place.remove());

function seedleaf(databaseUrl: string, ...args: string[]) {
  const env = { ...process.env, DATABASE_URL: databaseUrl, SEEDLEAF_HOME: path.join(place.folder, 'home') };
  return spawnSync(process.execPath, ['--import', 'tsx', 'bin/seedleaf.ts', ...args], { env, encoding: 'utf8' });
}

// Alone in its file: the tests of a file share a database, and the command line uses the first taxonomy in it.
describe('dataset publish', () => {
  test(
    'for an existing dataset uses its last settings, and says so',
    { timeout: 120_000 },
    async ({ db, databaseUrl }) => {
      const { taxonomyId, skill } = await makeApproved(db, { short: 1, skills: 1 });
      const about = { intendedUse: 'Songs.', limits: '', licence: '', contact: '' };
      const own = { systemPrompt: 'You know birds.', seed: 'x', scope: [skill.id], about };
      const one = await makeVersion(db, taxonomyId, own);
      const next = seedleaf(databaseUrl, 'dataset', 'publish', 'birds', '--seed', 'y');
      expect(next.status, next.stderr).toBe(0);
      expect(next.stderr).toMatch(/birds keeps the settings of version 1, except:.*--fresh/);
      expect(next.stderr).toMatch(/System prompt: “You know birds\.”\. Change it with --system-prompt\./);
      expect(next.stderr).toMatch(/Random seed differs from version 1: “y”; it was “x”\./);
      const two = await findVersionByName(db, taxonomyId, 'birds');
      expect(two).toMatchObject({ number: 2, recipe: { ...one.recipe, seed: 'y' } });

      const fresh = seedleaf(databaseUrl, '--json', 'dataset', 'publish', 'birds', '--fresh');
      expect(JSON.parse(fresh.stdout)).toMatchObject({
        number: 3,
        continues: 2,
        changes: ['From', 'System prompt', 'Random seed', 'Intended use'],
      });
      expect((await findVersionByName(db, taxonomyId, 'birds')).recipe).toEqual(defaultRecipe);

      const same = seedleaf(databaseUrl, 'dataset', 'publish', 'birds', '--system-prompt', 'none');
      expect(same.status).toBe(1);
      expect(same.stderr).toMatch(/System prompt: none\./);
      expect(same.stderr).toMatch(/Nothing has changed since birds@3/);

      const labradorite = seedleaf(databaseUrl, 'dataset', 'publish', 'birds', '--system-prompt', 'labradorite');
      expect(labradorite.status, labradorite.stderr).toBe(0);
      const { recipe } = await findVersionByName(db, taxonomyId, 'birds');
      expect(recipe.systemPrompt).toBe(labradoritePrompt);

      const again = seedleaf(databaseUrl, '--json', 'dataset', 'publish', 'birds', '--even-if-same');
      expect(JSON.parse(again.stdout)).toMatchObject({ number: 5, changes: [] });
    },
  );
});
