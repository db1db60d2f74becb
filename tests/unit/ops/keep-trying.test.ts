import { expect, it } from 'vitest';
import { makeRetries, withRemedy } from '@/bin/start/keep-trying';

it('a failed write is reported once, retried, and reported again when it succeeds', async () => {
  const said: string[] = [];
  const retries = makeRetries((line) => said.push(line), 5);
  let triesLeft = 4;
  const written = new Promise<void>((resolve) => {
    retries.keepTrying('The list', () => {
      triesLeft -= 1;
      if (triesLeft > 0) throw new Error('ENOSPC: no space left on device, write');
      resolve();
    });
  });
  await written;
  expect(said).toEqual([
    'The list could not be written, retrying: ENOSPC: no space left on device, write. Free some space on this disk. Seedleaf then continues by itself.',
    'The list is written again.',
  ]);
  retries.stop();
});

it('a failure other than a full disk keeps its own message', () => {
  expect(withRemedy(new Error('EACCES: permission denied'))).toBe('EACCES: permission denied');
});
