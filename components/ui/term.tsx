'use client';

import type { ReactNode } from 'react';
import { terms, type GlossaryWord } from '../terms';
import { later } from './later';
import { Popover } from './popover';

type TermProps = {
  word: GlossaryWord;
  /** The term as it reads in this sentence (plural, capitalised); by default the glossary's form. */
  children?: ReactNode;
};

const Meaning = later(() => import('./meaning').then((module) => module.Meaning));

/**
 * A term of the method. A faint dotted underline marks it, so that it does not look like a link; a click explains it.
 */
export function Term({ word, children }: TermProps) {
  return (
    <Popover
      label={`What “${terms[word]}” means`}
      trigger={
        <button
          type="button"
          className="cursor-help rounded-sm underline decoration-line decoration-dotted decoration-2 underline-offset-4 hover:decoration-muted [font:inherit]"
        >
          {children ?? terms[word]}
        </button>
      }
    >
      <p className="font-medium">{terms[word]}</p>
      <p className="mt-1 text-muted">
        <Meaning word={word} />
      </p>
    </Popover>
  );
}
