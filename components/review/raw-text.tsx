import { clsx } from 'clsx';
import { Fragment } from 'react';
import { invisiblePieces } from './invisible';

/** The exact text, in monospace. Invisible characters are shown by name. */
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
