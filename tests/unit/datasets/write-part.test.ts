import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isSafeName, writePart } from '@/taxonomy/datasets/write-part';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'seedleaf-part-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const progress = { signal: new AbortController().signal, onRows: () => undefined };

describe('a file of an export', () => {
  it('has texts and bytes in the order in which they come', async () => {
    const chunks = ['ä', Uint8Array.of(0, 255), 'x'.repeat(600_000), Uint8Array.of(10)];
    const written = await writePart(
      folder,
      {
        name: 'data/a/b.bin',
        rows: 2,
        async *content() {
          for (const chunk of chunks) yield { chunks: [chunk], rows: chunk === 'ä' ? 2 : 0 };
        },
      },
      progress,
    );
    const wanted = Buffer.concat(chunks.map((chunk) => Buffer.from(chunk)));
    expect(readFileSync(path.join(folder, 'data', 'a', 'b.bin')).equals(wanted)).toBe(true);
    expect(written).toMatchObject({ name: 'data/a/b.bin', bytes: wanted.byteLength, rows: 2 });
  });

  it('whose rows are counted is not left behind without rows', async () => {
    async function* content() {
      yield { chunks: ['head'], rows: 0 };
    }
    expect(await writePart(folder, { name: 'a.csv', rows: 'counted', content }, progress)).toBeNull();
    expect(readdirSync(folder)).toEqual([]);
    await expect(writePart(folder, { name: 'b.csv', rows: 1, content }, progress)).rejects.toThrow(/has 0 rows/);
  });

  it.for(['../a', '/a', 'a/../b', 'a//b', 'a/', '.a', 'a\\b', 'C:a', '', 'a/./b'])('is not named %j', async (name) => {
    expect(isSafeName(name)).toBe(false);
    const content = () => Promise.reject(new Error('never read')) as never;
    await expect(writePart(folder, { name, rows: null, content }, progress)).rejects.toThrow(/is not a name/);
    expect(readdirSync(folder)).toEqual([]);
  });
});
