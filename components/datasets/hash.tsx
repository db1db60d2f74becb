import { CopyButton } from './copy-button';

const SHOWN = 12;

/** The beginning of a hash, and a button that copies all of it. */
export const Hash = ({ hash, of }: { hash: string; of: string }) => (
  <span className="inline-flex items-center gap-1">
    <code title={hash} className="text-code">
      {hash.slice(0, SHOWN)}
    </code>
    <CopyButton text={hash} label={`Copy the whole ${of}`} />
  </span>
);
