import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { pushToHub, readHubName } from '@/taxonomy/datasets/push-to-hub';
import { startFakeHub } from '@/tests/support/fake-hub';

const token = 'hf_secret';
let folder = '';
let hub: Awaited<ReturnType<typeof startFakeHub>>;
beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'seedleaf-push-'));
  mkdirSync(path.join(folder, 'data/skills'), { recursive: true });
  hub = await startFakeHub({ token, organisation: 'birds' });
});
afterEach(async () => {
  rmSync(folder, { recursive: true });
  await hub.close();
});

const shard = (place: number, of: number) => `data/skills/train-0000${place}-of-0000${of}.parquet`;

function exported(shards: number): string[] {
  const files = ['README.md', ...Array.from({ length: shards }, (_, place) => shard(place, shards))];
  for (const file of files) writeFileSync(path.join(folder, file), `${file} of ${shards}`.repeat(1_000));
  return files;
}

const push = (files: string[], change: object = {}) =>
  pushToHub(
    { folder, files, title: 'birds@1' },
    { name: 'birds/songs', token, hubUrl: hub.url, isPublic: false, ...change },
  );

describe('a push to the Hub', () => {
  it('creates a private dataset and puts every file there, byte for byte, in one commit', async () => {
    const files = exported(2);
    expect(await push(files)).toEqual({ url: `${hub.url}/datasets/birds/songs`, commit: 'c0ffee' });
    expect(hub.visibility()).toBe('private');
    expect(hub.titles).toEqual(['birds@1']);
    expect([...hub.repository.keys()].toSorted()).toEqual(files.toSorted());
    for (const [file, content] of hub.repository)
      expect(content.equals(readFileSync(path.join(folder, file)))).toBe(true);
  });

  it('of another version removes shards that it does not have, and nothing else', async () => {
    await push(exported(2));
    hub.repository.set('notes.md', Buffer.from('Ours.'));
    const files = exported(1);
    await push(files, { isPublic: true });
    expect([...hub.repository.keys()].toSorted()).toEqual([...files, 'notes.md'].toSorted());
    expect(hub.visibility()).toBe('private');
  });

  it.each([
    [{ token: 'hf_other' }, /The Hub refused the token for birds\/songs/],
    [{ token: 'secret' }, /does not begin with hf_/],
    [{ name: 'fish/songs' }, /refused the token for fish\/songs/],
    [{ hubUrl: 'http://127.0.0.1:1' }, /cannot be reached/],
  ])('that cannot be made says why, and never the token: %j', async (change, message) => {
    const failed = push(exported(1), change);
    await expect(failed).rejects.toThrow(message);
    await expect(failed).rejects.not.toThrow(/hf_(?:secret|other)/);
    expect(hub.repository.size).toBe(0);
  });

  it.each(['birds/songs', 'hf:songs', 'hf:a/b/c', 'hf:../b', 'hf:a b/c', 's3:a/b'])('is not made to %s', (text) => {
    expect(() => readHubName(text)).toThrow(/Write it as hf:ORG\/NAME/);
  });
});
