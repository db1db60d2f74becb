'use client';

import { clsx } from 'clsx';
import { useEffect, useState, type ComponentType } from 'react';

type Body = ComponentType<{ text: string; isExact: boolean }>;

// Loaded once for the tab.
let loaded: Body | null = null;

type MarkdownProps = {
  text: string;
  /** For what a model learns: what markdown would swallow is shown as it is written. */
  isExact?: boolean;
  className?: string;
};

/** A longer text is shown as it is: reading it as markdown would stall the page. */
const MAX_CHARACTERS = 50_000;

/**
 * Text by a model or a stranger, as markdown: tags and comments are text like any other, and there are no remote images
 * and no links but http, https and mailto. The text itself is shown at once; its form comes with the libraries, which
 * the first page does not wait for.
 */
export function Markdown({ text, isExact = false, className }: MarkdownProps) {
  const [body, setBody] = useState<{ Body: Body | null }>({ Body: loaded });
  const isPlain = text.length > MAX_CHARACTERS;
  useEffect(() => {
    if (body.Body || isPlain) return;
    void import('./markdown-body').then(({ MarkdownBody }) => {
      loaded = MarkdownBody;
      setBody({ Body: MarkdownBody });
    });
  }, [body, isPlain]);
  return (
    <div className={clsx('prose-sample', className)}>
      {body.Body && !isPlain ? (
        <body.Body text={text} isExact={isExact} />
      ) : (
        <p dir="auto" className="whitespace-pre-wrap">
          {text}
        </p>
      )}
    </div>
  );
}
