import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chromium } from '@playwright/test';
import { chromiumPath } from './browser';

/**
 * The Chromium for tests: CHROMIUM_PATH, the system's, or Playwright's own; otherwise, as root on Debian, it is
 * installed.
 */
export async function ensureChromium(): Promise<string> {
  const there = findChromium();
  if (there) return there;
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    console.log("There is no Chromium here. Installing the system's package.");
    const isInstalled = aptGet('update') && aptGet('install', '-y', '--no-install-recommends', 'chromium');
    const installed = isInstalled && findChromium();
    if (installed) return installed;
  }
  throw new Error(
    'The browser tests need Chromium, and there is none. Install it (Debian: apt-get install chromium; elsewhere: ' +
      'npx playwright install chromium), or name one: CHROMIUM_PATH=/path/to/chromium.',
  );
}

function findChromium(): string | null {
  const candidates = [chromiumPath(), chromium.executablePath()];
  return candidates.find((file) => file && existsSync(file)) ?? null;
}

function aptGet(...args: string[]): boolean {
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  return spawnSync('apt-get', args, { stdio: ['ignore', 'inherit', 'inherit'], env: environment }).status === 0;
}
