import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect } from 'vitest';
import { ensureTaxonomy } from '@/taxonomy/tree/nodes';
import { test } from '../../support/database';
import { makeVersion } from '../../support/datasets-factories';
import { temporaryFolder } from '../../support/documents-factories';
import { makeHoldable } from '../../support/held-out-factories';

let place: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  place = temporaryFolder();
});
afterEach(() => place.remove());

function seedleaf(databaseUrl: string, ...args: string[]) {
  const env = { ...process.env, DATABASE_URL: databaseUrl, SEEDLEAF_HOME: path.join(place.folder, 'home') };
  return spawnSync(process.execPath, ['--import', 'tsx', 'bin/seedleaf.ts', ...args], { env, encoding: 'utf8' });
}

describe('the command line', () => {
  test(
    'writes an evaluation set, and prints the model card of a training by its name',
    { timeout: 120_000 },
    async ({ db, databaseUrl }) => {
      const { taxonomyId } = await makeHoldable(db);
      expect((await ensureTaxonomy(db)).id).toBe(taxonomyId);
      await makeVersion(db, taxonomyId);
      await makeVersion(db, taxonomyId, { splits: { validation: 0, test: 0.4 } });
      const folder = path.join(place.folder, 'set');
      const none = seedleaf(databaseUrl, 'evaluation', 'set', 'birds@1', folder);
      expect(none.status).toBe(1);
      expect(none.stderr).toMatch(/birds@1 holds no rows out/);
      const written = seedleaf(databaseUrl, '--json', 'evaluation', 'set', 'birds', folder, '--per-leaf', '2');
      expect(written.stderr).toBe('');
      expect(JSON.parse(written.stdout)).toMatchObject({
        folder,
        set: 'seedleaf_birds_2',
        leaves: [{ answers: 2 }, { answers: 2 }],
      });
      expect(readdirSync(folder)).toContain('SHA256SUMS');
      expect(seedleaf(databaseUrl, 'evaluation', 'set', 'birds', folder, '--per-leaf', '0').status).toBe(2);

      const logs = path.join(place.folder, 'logs', 'skills');
      mkdirSync(logs, { recursive: true });
      writeFileSync(path.join(logs, 'metrics.jsonl'), '{"step":1,"loss":3.5,"lr":2e-5}\n');
      const follow = ['--name', 'birdie', '--dataset', 'birds@2', '--once'];
      expect(seedleaf(databaseUrl, 'training', 'watch', path.dirname(logs), ...follow).status).toBe(0);
      const card = seedleaf(databaseUrl, 'training', 'card', 'birdie');
      expect(card.stderr).toBe('');
      expect(card.stdout).toMatch(/^---\nbase_model: #/);
      expect(card.stdout).toContain('| Training data | birds, version 2 |');
      expect(seedleaf(databaseUrl, 'training', 'card', 'nobody').stderr).toMatch(/There is no training “nobody”/);
    },
  );
});
