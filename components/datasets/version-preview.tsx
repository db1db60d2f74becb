'use client';

import { useQuery } from '@tanstack/react-query';
import type { Split } from '@/taxonomy/datasets/vocabulary-limits';
import { countText } from '../numbers';
import { ErrorState, Skeleton } from '../ui/states';
import { exportPreview, PREVIEW_ROWS } from './api';

type VersionPreviewProps = { versionId: string; part: { phase: string; split: Split }; format: string };

/** The first rows of a phase and split, exactly as an export in the format writes them. */
export function VersionPreview({ versionId, part, format }: VersionPreviewProps) {
  const { data, error, refetch } = useQuery(exportPreview(versionId, { ...part, format }));
  if (!data) {
    return error ? (
      <ErrorState title="The rows could not be written in this format" error={error} onRetry={() => void refetch()} />
    ) : (
      <Skeleton className="h-64 w-full" />
    );
  }
  const { isBinary, files } = data;
  if (files.length === 0) return <p className="text-muted">This format has no rows of this phase and split.</p>;
  return (
    <div className="flex flex-col gap-6">
      {isBinary && <p className="text-sm text-muted">The files are not text. Their rows are shown as JSON.</p>}
      {files.map(({ name, head, rows }) => (
        <section key={name} aria-label={name} className="flex flex-col gap-2">
          <h3 className="font-medium break-all">
            {name}{' '}
            <span className="text-sm font-normal text-muted tabular-nums">
              {rows.length < PREVIEW_ROWS ? countText(rows.length, 'row') : `first ${rows.length} rows`}
            </span>
          </h3>
          {head !== null && <Line text={head} />}
          <ol className="flex flex-col gap-2">
            {rows.map((row, i) => (
              <li key={i}>
                <Line text={row} />
              </li>
            ))}
          </ol>
        </section>
      ))}
    </div>
  );
}

const Line = ({ text }: { text: string }) => (
  <pre dir="auto" className="rounded-md border bg-surface p-3 text-code break-all whitespace-pre-wrap">
    {text}
  </pre>
);
