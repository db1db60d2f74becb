import { mkdtempSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { keepLogSmall, lastLine, openLog } from '@/bin/home/log-file';

it('a log is kept small while its process continues to write to it', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'seedleaf-log-'));
  const file = path.join(folder, 'web.log');
  const log = openLog(file);
  writeSync(log, 'first\n'.repeat(100));
  keepLogSmall(file, 1_000);
  expect(readFileSync(file, 'utf8')).toHaveLength(600);
  keepLogSmall(file, 500);
  writeSync(log, 'second\n');
  expect(readFileSync(file, 'utf8')).toBe('second\n');
  expect(readFileSync(`${file}.1`, 'utf8')).toHaveLength(600);
  expect(lastLine(file)).toBe('second');
  expect(lastLine(path.join(folder, 'none.log'))).toBe('');
  rmSync(folder, { recursive: true });
});
