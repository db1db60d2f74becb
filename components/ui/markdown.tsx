'use client';

import { clsx } from 'clsx';
import { useEffect, useState, type ComponentType } from 'react';

type Body = ComponentType<{ text: string }>;

// Loaded once for the tab.
let loaded: Body | null = null;

/**
 * Text by a model or a stranger, as markdown: no raw HTML, no remote images, no link but http, https and mailto. The
 * text itself is shown at once; its form comes with the libraries, which the first page does not wait for.
 */
export function Markdown({ text, className }: { text: string; className?: string }) {
  const [body, setBody] = useState<{ Body: Body | null }>({ Body: loaded });
  useEffect(() => {
    if (body.Body) return;
    void import('./markdown-body').then(({ MarkdownBody }) => {
      loaded = MarkdownBody;
      setBody({ Body: MarkdownBody });
    });
  }, [body]);
  return (
    <div className={clsx('prose-sample', className)}>
      {body.Body ? <body.Body text={text} /> : <p className="whitespace-pre-wrap">{text}</p>}
    </div>
  );
}
