import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeParts } from '@/taxonomy/generation/batch/request-files';

const never = new AbortController().signal;

describe('request files', () => {
  const lines = (count: number) =>
    (async function* () {
      for (let i = 0; i < count; i += 1) yield { key: String(i), line: String(i).padStart(9, '0') };
    })();

  it.each([
    { count: 7, most: { lines: 3, bytes: 1_000 }, requests: [3, 3, 1] },
    { count: 6, most: { lines: 3, bytes: 1_000 }, requests: [3, 3] },
    { count: 5, most: { lines: 100, bytes: 25 }, requests: [2, 2, 1] },
    { count: 2, most: { lines: 100, bytes: 5 }, requests: [1, 1] },
    { count: 0, most: { lines: 3, bytes: 1_000 }, requests: [] },
  ])('are cut at their limits: $count lines, $most', async ({ count, most, requests }) => {
    const folder = mkdtempSync(path.join(tmpdir(), 'request-files-'));
    const parts = await writeParts(lines(count), (part) => path.join(folder, `${part}.jsonl`), never, most);
    expect(parts.map(({ keys }) => keys.length)).toEqual(requests);
    expect(parts.flatMap(({ keys }) => keys)).toEqual(Array.from({ length: count }, (_, i) => String(i)));
    expect(readdirSync(folder).toSorted()).toEqual(requests.map((_, i) => `${i + 1}.jsonl`));
    const whole = parts.map(({ file }) => readFileSync(file, 'utf8')).join('');
    let expected = '';
    for await (const { line } of lines(count)) expected += `${line}\n`;
    expect(whole).toBe(expected);
  });
});
