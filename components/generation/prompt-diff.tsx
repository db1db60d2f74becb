import { TextDiff } from '../ui/text-diff';

/** The difference of two texts of a prompt. Long ones scroll in their own box. */
export const PromptDiff = ({ label, before, after }: { label: string; before: string; after: string }) => (
  <div
    role="group"
    aria-label={label}
    // Focusable, because what scrolls must be reachable by keyboard.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    tabIndex={0}
    className="max-h-96 overflow-y-auto rounded-md border bg-surface p-3 -outline-offset-2"
  >
    {before === after ? (
      <p className="text-muted">The two texts are equal.</p>
    ) : (
      <TextDiff before={before} after={after} />
    )}
  </div>
);
