import { diffWordsWithSpace } from 'diff';
import { useMemo } from 'react';

export type TextDiffProps = { before: string; after: string };

/** Longer texts are shown in full, before and after: comparing them word by word would block the page. */
const MAX_CHARACTERS = 20_000;

/** The changes of an edit, word by word, marked as deleted and inserted, also for screen readers. */
export function TextDiffBody({ before, after }: TextDiffProps) {
  const parts = useMemo(
    () =>
      before.length + after.length > MAX_CHARACTERS
        ? [
            { value: before, removed: true, added: false },
            { value: after, removed: false, added: true },
          ]
        : diffWordsWithSpace(before, after),
    [before, after],
  );
  return (
    <p dir="auto" className="whitespace-pre-wrap">
      {parts.map((part, i) =>
        part.removed ? (
          <del key={i} className="bg-rejected-soft text-rejected">
            {part.value}
          </del>
        ) : part.added ? (
          <ins key={i} className="bg-approved-soft text-approved">
            {part.value}
          </ins>
        ) : (
          <span key={i}>{part.value}</span>
        ),
      )}
    </p>
  );
}
