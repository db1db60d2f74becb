'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import type { SampleImport } from '@/taxonomy/generation/contract-sample-imports';
import { importRefusals } from '@/taxonomy/generation/vocabulary-sample-imports';
import { numberText } from '../numbers';
import { Dialog } from '../ui/dialog';
import { ShowMore } from '../ui/show-more';
import { ErrorState, Skeleton } from '../ui/states';
import { refusedRows } from './api';

type RefusedDialogProps = { file: SampleImport; onClose: () => void };

/** The rows of a file that did not become samples, each with the reason. */
export function RefusedDialog({ file: { id, file }, onClose }: RefusedDialogProps) {
  const list = useInfiniteQuery(refusedRows(id));
  const { data, error, hasNextPage, refetch } = list;
  return (
    <Dialog isOpen onClose={onClose} title={`Refused rows of ${file}`} width="medium">
      {error && !data && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Skeleton className="h-32 w-full" />}
      <ol className="flex flex-col gap-3">
        {data?.pages
          .flatMap(({ items }) => items)
          .map(({ line, reason, detail, question, answer }) => (
            <li key={line} className="border-t pt-2 first:border-t-0">
              <p className="font-medium">
                Row {numberText(line)}: {importRefusals[reason]}
              </p>
              <p className="text-sm text-muted">{detail}</p>
              {question && (
                <p dir="auto" className="mt-1 line-clamp-3 break-words whitespace-pre-wrap">
                  {question}
                </p>
              )}
              {answer && (
                <p dir="auto" className="line-clamp-3 break-words whitespace-pre-wrap text-muted">
                  {answer}
                </p>
              )}
            </li>
          ))}
      </ol>
      {hasNextPage && <ShowMore list={list} size="small" />}
    </Dialog>
  );
}
