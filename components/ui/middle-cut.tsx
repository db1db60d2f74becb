import { clsx } from 'clsx';

/** How many characters of the end stay. */
const END = 7;

/** A line of text that is cut in its middle where there is no room, so that names that begin alike can be told apart. */
export function MiddleCut({ text, title = text, className }: { text: string; title?: string; className?: string }) {
  // Whole characters, as readers see them.
  const characters = Array.from(new Intl.Segmenter('en').segment(text), ({ segment }) => segment);
  return (
    <span title={title} className={clsx('flex min-w-0 whitespace-pre', className)}>
      <span className="overflow-hidden text-ellipsis">{characters.slice(0, -END).join('')}</span>
      <span className="shrink-0">{characters.slice(-END).join('')}</span>
    </span>
  );
}
