'use client';

import { diffWords } from 'diff';
import Link from 'next/link';
import { useMemo } from 'react';
import type { Nearest } from '@/taxonomy/generation/contract-dropped';

/** Longer texts are shown without marks: comparing them word by word would block the page. */
const MAX_CHARACTERS = 20_000;

/** What a dropped row is like, with the words marked that `other`, the row's own text, has too. */
export function NearestText({ nearest, other }: { nearest: Nearest; other: string }) {
  const { kind, id, leafId, score } = nearest;
  return (
    <div className="max-w-[68ch]">
      <h3 className="mb-1 text-sm text-muted">
        {kind === 'evaluation' ? (
          <>Evaluation set {id}</>
        ) : kind === 'seed' ? (
          leafId === undefined ? (
            'A seed of the leaf'
          ) : (
            <>
              A seed of{' '}
              <Link href={`/taxonomy/${leafId}`} className="text-accent underline">
                another leaf
              </Link>
            </>
          )
        ) : (
          <>
            The question of{' '}
            <Link href={`/samples/${id}`} className="text-accent underline">
              an earlier sample
            </Link>
            {leafId !== undefined && ' of another leaf'}
          </>
        )}
        , as it was written; words that both have are marked. {score === null ? '' : `ROUGE-L ${score.toFixed(2)}`}
      </h3>
      <Marked text={nearest.question} other={other} />
    </div>
  );
}

function Marked({ text, other }: { text: string; other: string }) {
  const parts = useMemo(
    () =>
      text.length + other.length > MAX_CHARACTERS
        ? [{ value: text, added: true, removed: false }]
        : diffWords(other, text, { ignoreCase: true }).filter((part) => !part.removed),
    [text, other],
  );
  return (
    <p dir="auto" className="break-words whitespace-pre-wrap">
      {parts.map((part, i) =>
        part.added ? (
          <span key={i}>{part.value}</span>
        ) : (
          <mark key={i} className="bg-warning-soft text-ink">
            {part.value}
          </mark>
        ),
      )}
    </p>
  );
}
