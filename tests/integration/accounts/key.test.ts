import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const program = `import { readKey } from './taxonomy/accounts/key.ts'; console.log(readKey(process.argv[1]).toString('hex'));`;

it('processes that start at the same time in a new home get the same key', async () => {
  const home = mkdtempSync(path.join(tmpdir(), 'seedleaf-key-'));
  try {
    const run = () =>
      promisify(execFile)(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program, home]);
    const keys = (await Promise.all(Array.from({ length: 6 }, run))).map(({ stdout }) => stdout.trim());
    expect(keys[0]).toMatch(/^[0-9a-f]{64}$/);
    expect(new Set(keys).size).toBe(1);
    expect(readdirSync(home)).toEqual(['key']);
  } finally {
    rmSync(home, { recursive: true });
  }
});
