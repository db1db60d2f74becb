import { clsx } from 'clsx';
import { lazy, memo, Suspense } from 'react';

/**
 * With its libraries it weighs as much as Next itself, so the first page does not wait for it. The server has drawn what
 * it draws: that stays on the screen until the browser has it, too.
 */
const MarkdownBody = lazy(() => import('./markdown-body').then((module) => ({ default: module.MarkdownBody })));

type MarkdownProps = {
  text: string;
  /** For text that a model learns: what markdown would hide is shown as written. */
  isExact?: boolean;
  className?: string;
};

/** A longer text is shown as it is: rendering it as markdown would block the page. */
const MAX_CHARACTERS = 50_000;

/**
 * Text by a model or a stranger, as markdown: tags and comments are text like any other, and there are no remote images
 * and no links but http, https and mailto. Where the server has not drawn it, the text itself is shown at once, and its
 * form comes with the libraries.
 *
 * Memoised, and keyed by its text: what is still waiting for the libraries must not be updated, or React draws it anew.
 */
export const Markdown = memo(function Markdown({ text, isExact = false, className }: MarkdownProps) {
  return (
    <div className={clsx('prose-sample', className)}>
      {text.length > MAX_CHARACTERS ? (
        <Plain text={text} />
      ) : (
        <Suspense key={text} fallback={<Plain text={text} />}>
          <MarkdownBody text={text} isExact={isExact} />
        </Suspense>
      )}
    </div>
  );
});

const Plain = ({ text }: { text: string }) => (
  <p dir="auto" className="whitespace-pre-wrap">
    {text}
  </p>
);
