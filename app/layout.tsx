import type { Metadata, Viewport } from 'next';
import localFont from 'next/font/local';
import { cookies } from 'next/headers';
import type { ReactNode } from 'react';
import { preferenceCookie, readPreferences } from '@/components/shell/preference-cookie';
import { Providers } from './providers';
import './globals.css';

const inter = localFont({
  src: '../node_modules/@fontsource-variable/inter/files/inter-latin-wght-normal.woff2',
  weight: '100 900',
  display: 'swap',
  variable: '--font-inter',
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
  return (
    <html
      lang="en"
      className={inter.variable}
      data-theme={preferences.theme === 'system' ? undefined : preferences.theme}
      suppressHydrationWarning
    >
      <body className="font-sans">
        <Providers preferences={preferences}>{children}</Providers>
      </body>
    </html>
  );
}
