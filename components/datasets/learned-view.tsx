import { clsx } from 'clsx';
import Link from 'next/link';
import type { LearnedRow } from '@/taxonomy/datasets/contract-student';
import { dropReasons } from '@/taxonomy/datasets/vocabulary-student';
import { countText, numberText } from '../numbers';
import { Badge } from '../ui/badge';

type Kind = LearnedRow['spans'][number]['kind'];

/** A word and a line of its own for each kind, so that none is told by its colour alone. */
const looks = {
  learned: { word: 'learned', look: 'bg-approved-soft underline decoration-approved decoration-2 underline-offset-4' },
  masked: { word: 'masked', look: 'text-muted' },
  truncated: { word: 'cut off', look: 'bg-warning-soft line-through decoration-warning' },
  dropped: { word: 'dropped', look: 'bg-rejected-soft line-through decoration-rejected decoration-dotted' },
} as const satisfies Record<Kind, { word: string; look: string }>;

/** What the marks in the text mean. */
export const LearnedLegend = () => (
  <ul className="flex flex-wrap gap-x-4 gap-y-1 text-sm">
    <Meaning kind="learned">the model learns to write it</Meaning>
    <Meaning kind="masked">the model reads it, and does not learn to write it</Meaning>
    <Meaning kind="truncated">over the maximum length</Meaning>
    <Meaning kind="dropped">the trainer leaves the row out</Meaning>
  </ul>
);

const Meaning = ({ kind, children }: { kind: Kind; children: string }) => (
  <li>
    <span className={looks[kind].look}>{looks[kind].word}</span>: {children}
  </li>
);

/** One row's text as the trainer reads it, with what happens to each part. */
export function LearnedView({ row }: { row: LearnedRow }) {
  const marks = Object.entries(row.marks);
  return (
    <li className="rounded-md border bg-surface p-3">
      <p className="mb-2 flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-muted">
        <span className="tabular-nums">Row {numberText(row.ordinal + 1)}</span>
        <Link href={`/samples/${row.sampleId}`} className="py-0.5 text-accent underline underline-offset-4">
          {row.leafPath}
        </Link>
        <span className="tabular-nums">{outcomeWords(row)}</span>
        {row.state === 'used' && row.learned === 0 && <Badge tone="pending">Trains on nothing</Badge>}
      </p>
      {row.fault !== null && <p className="text-rejected">The row cannot be read: {row.fault}.</p>}
      {row.drop !== null && <p className="text-rejected">Dropped: {dropReasons[row.drop]}</p>}
      {marks.length > 0 && (
        <p className="text-sm">
          Its text contains marks of the template:{' '}
          {marks.map(([mark, count]) => `${mark} (${numberText(count)})`).join(', ')}
        </p>
      )}
      <p className="text-code wrap-anywhere whitespace-pre-wrap">
        {row.spans.map(({ kind, text }, i) => (
          <span key={i}>
            <span className="mr-1 rounded-sm border px-1 text-xs text-muted no-underline select-none">
              {looks[kind].word}
            </span>
            {kind === 'learned' ? (
              <mark className={clsx('text-ink', looks[kind].look)}>{text}</mark>
            ) : (
              <span className={looks[kind].look}>{text}</span>
            )}
          </span>
        ))}
      </p>
    </li>
  );
}

function outcomeWords({ state, tokens, learned, masked, truncated }: LearnedRow): string {
  if (state !== 'used') return tokens > 0 ? countText(tokens, 'token') : '';
  const cut = truncated > 0 ? `, ${numberText(truncated)} cut off` : '';
  return `${countText(tokens, 'token')}: ${numberText(learned)} learned, ${numberText(masked)} masked${cut}`;
}
