import { clsx } from 'clsx';
import { Fragment } from 'react';
import { invisiblePieces } from './invisible';

/** A text to the letter, in monospace. Characters that cannot be seen are shown by their names. */
export const RawText = ({ text, className }: { text: string; className?: string }) => (
  <pre dir="auto" className={clsx('font-mono text-[0.875em] whitespace-pre-wrap [tab-size:4]', className)}>
    {invisiblePieces(text).map((piece, i) =>
      piece.name ? (
        <span key={i} className="mx-px rounded-sm border border-warning px-0.5 text-[0.75em] text-warning">
          {piece.name}
        </span>
      ) : (
        <Fragment key={i}>{piece.text}</Fragment>
      ),
    )}
  </pre>
);
