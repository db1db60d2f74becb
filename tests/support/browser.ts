import { existsSync } from 'node:fs';
import { chromium, type Browser } from '@playwright/test';

const installed = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'].map(
  (name) => `/usr/bin/${name}`,
);

/** CHROMIUM_PATH, otherwise the system's Chromium; undefined if there is none, and then Playwright uses its own. */
export const chromiumPath = (): string | undefined =>
  process.env.CHROMIUM_PATH || installed.find((file) => existsSync(file));

/** Without a sandbox, so that root can run it in a container, and without background requests. */
export const chromiumFlags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export const openBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath: chromiumPath(), args: chromiumFlags });
