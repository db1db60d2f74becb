'use client';

import { ErrorState } from '@/components/ui/states';
import { Page } from '@/components/ui/page';

type PageErrorProps = { error: Error & { digest?: string }; retry: () => void };

/** Shown when a page fails. Details stay on the server; the digest identifies them in its log. */
export default function PageError({ error, retry }: PageErrorProps) {
  return (
    <Page crumbs={[{ label: 'Something went wrong' }]}>
      <ErrorState
        title="This page could not be shown"
        error={
          error.digest
            ? `The server log has the details under ${error.digest}. Nothing you saved is lost.`
            : `${error.message} Nothing you saved is lost.`
        }
        onRetry={retry}
      />
    </Page>
  );
}
