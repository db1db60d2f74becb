import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { parquetReadObjects } from 'hyparquet';
import { afterEach, beforeEach, describe, expect } from 'vitest';
import { test } from '../../support/database';
import { makeApproved, makeVersion } from '../../support/datasets-factories';
import { temporaryFolder } from '../../support/documents-factories';
import { startFakeHub } from '../../support/fake-hub';

const token = 'hf_secret';
let place: ReturnType<typeof temporaryFolder>;
let hub: Awaited<ReturnType<typeof startFakeHub>>;
beforeEach(async () => {
  place = temporaryFolder();
  hub = await startFakeHub({ token, organisation: 'birds' });
});
afterEach(async () => {
  place.remove();
  await hub.close();
});

/** Runs `dataset push`, without stopping the Hub of this process. */
async function push(databaseUrl: string, given: Record<string, string>, ...args: string[]) {
  const home = path.join(place.folder, 'home');
  const env = { ...process.env, HF_TOKEN: '', ...given, DATABASE_URL: databaseUrl, SEEDLEAF_HOME: home };
  const child = spawn(process.execPath, ['--import', 'tsx', 'bin/seedleaf.ts', 'dataset', 'push', ...args], { env });
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const folder = path.join(home, 'push');
  return { stdout, stderr, left: existsSync(folder) ? readdirSync(folder) : [] };
}

describe('dataset push', () => {
  test(
    'puts the Parquet files of a version and its card on the Hub',
    { timeout: 120_000 },
    async ({ db, databaseUrl }) => {
      const { taxonomyId } = await makeApproved(db, { skills: 3 });
      await makeVersion(db, taxonomyId);
      const given = { HF_TOKEN: token, HF_ENDPOINT: hub.url };
      const { stdout, stderr, left } = await push(databaseUrl, given, 'birds', '--to', 'hf:birds/songs');
      expect(stdout).toMatch(
        /^Pushed 3 rows of birds@1 in \d+ files to http:\/\/127\.0\.0\.1:\d+\/datasets\/birds\/songs\n$/,
      );
      expect(stdout + stderr).not.toContain(token);
      expect(left).toEqual([]);
      expect(hub.titles).toEqual(['birds@1']);
      expect(hub.repository.get('README.md')?.toString()).toMatch(/^---\n[^]*configs:[^]*# birds, version 1/);
      const shard = hub.repository.get('data/skills/train-00000-of-00001.parquet');
      const bytes = new Uint8Array(shard ?? Buffer.of());
      expect(await parquetReadObjects({ file: bytes.buffer })).toHaveLength(3);

      const refused = await push(databaseUrl, { HF_ENDPOINT: hub.url }, 'birds', '--to', 'hf:birds/songs');
      expect(refused.stderr).toMatch(/Set HF_TOKEN to a token of the Hub/);
      const foreign = await push(databaseUrl, given, 'birds', '--to', 'hf:fish/songs');
      expect(foreign.stderr).toMatch(/The Hub refused the token for fish\/songs/);
      expect(foreign.left).toEqual([]);
    },
  );
});
