const look = 'max-h-80 overflow-auto rounded-md border bg-sunken -outline-offset-2';

/**
 * A teacher's or a prompt's text, exactly as it is: never markdown, never markup. Long texts scroll in their own box.
 */
export const RawText = ({ label, text }: { label: string; text: string }) => (
  // Focusable, because what scrolls must be reachable by keyboard.
  // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
  <div role="group" aria-label={label} tabIndex={0} className={look}>
    <pre className="p-3 text-code break-words whitespace-pre-wrap">{text || '(nothing)'}</pre>
  </div>
);
