'use client';

import { clsx } from 'clsx';
import { useEffect, useState, type ComponentType } from 'react';

type Body = ComponentType<{ text: string; isExact: boolean }>;

// Loaded once per tab.
let loaded: Body | null = null;

type MarkdownProps = {
  text: string;
  /** For text that a model learns: what markdown would hide is shown as written. */
  isExact?: boolean;
  className?: string;
};

/** A longer text is shown as it is: rendering it as markdown would block the page. */
const MAX_CHARACTERS = 50_000;

/**
 * Text by a model or a stranger, as markdown. Tags and comments are plain text, there are no remote images, and links
 * only to http, https and mailto. The plain text is shown at once and formatted after the libraries have loaded, so
 * that the first page does not wait for them.
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
