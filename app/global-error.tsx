'use client';

import './globals.css';
import { ErrorState } from '@/components/ui/states';

/** Even the frame broke, most often because the database is away. */
export default function GlobalError({ error }: { error: Error & { digest?: string } }) {
  return (
    <html lang="en">
      <title>Seedleaf cannot answer right now</title>
      <body className="font-sans">
        <main>
          <ErrorState
            title="Seedleaf cannot answer right now"
            error={`Its database may be away. Look at the terminal in which it runs${error.digest ? ` (${error.digest})` : ''}, then try again.`}
            onRetry={() => window.location.reload()}
          />
        </main>
      </body>
    </html>
  );
}
