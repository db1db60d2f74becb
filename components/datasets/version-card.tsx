'use client';

import { useQuery } from '@tanstack/react-query';
import { Markdown } from '../ui/markdown';
import { ErrorState, Skeleton } from '../ui/states';
import { Term } from '../ui/term';
import { versionCard } from './api';
import { splitFrontMatter } from './exported-line';

/** The data card that is exported with the files, as it will be read. */
export function VersionCard({ versionId }: { versionId: string }) {
  const { data, error, refetch } = useQuery(versionCard(versionId));
  if (!data) {
    return error ? (
      <ErrorState title="The data card could not be loaded" error={error} onRetry={() => void refetch()} />
    ) : (
      <Skeleton className="h-64 w-full" />
    );
  }
  const { frontMatter, text } = splitFrontMatter(data.markdown);
  return (
    <div className="flex max-w-[68ch] flex-col gap-4">
      <p className="text-muted">
        Every export includes the <Term word="dataCard">data card</Term> as README.md.
      </p>
      {frontMatter && (
        <details>
          <summary className="w-fit py-0.5 font-medium">Front matter, for the Hub</summary>
          <pre className="mt-1 rounded-md border bg-sunken px-3 py-2 text-code whitespace-pre-wrap">{frontMatter}</pre>
        </details>
      )}
      <Markdown text={text} />
    </div>
  );
}
