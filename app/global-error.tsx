'use client';

import './globals.css';
import { ErrorState } from '@/components/ui/states';

/** Shown when the layout fails, most often because the database is unreachable. */
export default function GlobalError({ error }: { error: Error & { digest?: string } }) {
  return (
    <html lang="en">
      <title>Seedleaf is not responding</title>
      <body className="font-sans">
        <main>
          <ErrorState
            title="Seedleaf is not responding"
            error={`Its database may be unreachable. Check the terminal where Seedleaf runs${error.digest ? ` (${error.digest})` : ''}, then try again.`}
            onRetry={() => window.location.reload()}
          />
        </main>
      </body>
    </html>
  );
}
