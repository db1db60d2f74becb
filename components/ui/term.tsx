'use client';

import type { ReactNode } from 'react';
import { glossary, type GlossaryWord } from '../glossary';
import { Popover } from './popover';

type TermProps = {
  word: GlossaryWord;
  /** How it reads here (a plural, a capital); else the glossary's own form. */
  children?: ReactNode;
};

/** A term of the method. A faint dotted line marks it, so that it does not look like a link; a click explains it. */
export function Term({ word, children }: TermProps) {
  const entry = glossary[word];
  return (
    <Popover
      label={`What “${entry.word}” means`}
      trigger={
        <button
          type="button"
          className="cursor-help rounded-sm underline decoration-line decoration-dotted decoration-2 underline-offset-4 hover:decoration-muted [font:inherit]"
        >
          {children ?? entry.word}
        </button>
      }
    >
      <p className="font-medium">{entry.word}</p>
      <p className="mt-1 text-muted">{entry.meaning}</p>
    </Popover>
  );
}
