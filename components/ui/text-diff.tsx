import { diffWordsWithSpace } from 'diff';
import { useMemo } from 'react';

/** Longer texts are shown whole, before and after: comparing them word by word would stall the page. */
const MAX_CHARACTERS = 20_000;

/** What an edit changed, word by word: marked as deleted and inserted for the eye and for screen readers. */
export function TextDiff({ before, after }: { before: string; after: string }) {
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
