/** The command that makes a new owner link. */
export const CommandLine = () => (
  <pre className="mt-2 overflow-x-auto rounded-md border bg-sunken px-3 py-2 text-code">
    <code>npm run -s seedleaf -- start --print-link</code>
  </pre>
);
