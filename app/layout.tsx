import type { Metadata, Viewport } from 'next';
import localFont from 'next/font/local';
import { cookies, headers } from 'next/headers';
import { redirect } from 'next/navigation';
import type { ReactNode } from 'react';
import { Frame } from '@/components/shell/frame';
import { isOpenPage } from '@/components/shell/plain-pages';
import { preferenceCookie, readPreferences } from '@/components/preference-cookie';
import { findPageActor } from './page-actor';
import { Providers } from './providers';
import './globals.css';

const inter = localFont({
  src: '../node_modules/@fontsource-variable/inter/files/inter-latin-wght-normal.woff2',
  weight: '100 900',
  display: 'swap',
  variable: '--font-inter',
});

/** For YAML, prompts and raw replies. Not preloaded, since few pages use it. */
const mono = localFont({
  src: '../node_modules/@fontsource-variable/jetbrains-mono/files/jetbrains-mono-latin-wght-normal.woff2',
  weight: '100 800',
  display: 'swap',
  preload: false,
  variable: '--font-jetbrains-mono',
});

export const metadata: Metadata = {
  title: { default: 'Seedleaf', template: '%s · Seedleaf' },
  description: 'The workshop in which people make the data that aligns a language model.',
};

export const viewport: Viewport = {
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#fbfcfd' },
    { media: '(prefers-color-scheme: dark)', color: '#0e1216' },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  const preferences = readPreferences((await cookies()).get(preferenceCookie)?.value);
  const actor = await findPageActor();
  if (!actor) await turnAway();
  return (
    <html
      lang="en"
      className={`${inter.variable} ${mono.variable}`}
      data-theme={preferences.theme === 'system' ? undefined : preferences.theme}
      suppressHydrationWarning
    >
      <body className="font-sans">
        <Providers preferences={preferences}>
          <Frame actor={actor}>{children}</Frame>
        </Providers>
      </body>
    </html>
  );
}

/**
 * Redirects people who are not signed in before the page streams, because afterwards only a script could. Pages also
 * check access themselves (page-actor.ts), since a layout is not rendered again on every navigation.
 */
async function turnAway(): Promise<void> {
  const wanted = (await headers()).get('x-seedleaf-path') ?? '/';
  const [pathname = '/'] = wanted.split('?');
  if (!isOpenPage(pathname)) redirect(`/sign-in?next=${encodeURIComponent(wanted)}`);
}
