'use client';

import { ErrorState } from '@/components/ui/states';
import { Page } from '@/components/ui/page';

type PageErrorProps = { error: Error & { digest?: string }; retry: () => void };

/** A page that broke. What the server knows of it stays there; the number finds it in the log. */
export default function PageError({ error, retry }: PageErrorProps) {
  return (
    <Page crumbs={[{ label: 'Something went wrong' }]}>
      <ErrorState
        title="This page could not be shown"
        error={
          error.digest
            ? `The server log has the details under ${error.digest}. Nothing that you saved is lost.`
            : `${error.message} Nothing that you saved is lost.`
        }
        onRetry={retry}
      />
    </Page>
  );
}
