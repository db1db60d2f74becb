import Link from 'next/link';

/** Says that only the samples of one run are shown, with links to the run and to all samples. */
export const OfRun = ({ runId, allHref }: { runId: string; allHref: string }) => (
  <p className="text-sm text-muted">
    Samples of{' '}
    <Link href={`/runs/${runId}`} className="underline">
      one run
    </Link>
    .{' '}
    <Link href={allHref} className="underline">
      Show all runs
    </Link>
  </p>
);
