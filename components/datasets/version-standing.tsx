'use client';

import { useQuery } from '@tanstack/react-query';
import type { Standing } from '@/taxonomy/datasets/contract-changes';
import { countText, numberText } from '../numbers';
import { Notice } from '../ui/states';
import { versionStanding } from './api';

/** What stands against a version since it was published; nothing when nothing does. */
export function VersionStanding({ versionId }: { versionId: string }) {
  const { data } = useQuery(versionStanding(versionId));
  if (!data) return null;
  const said = wordsOf(data);
  if (said.length === 0) return null;
  return (
    <Notice tone="warning" title="Since it was published" className="max-w-3xl">
      {`${said.join(', ')}. This version does not change; publish a new one to leave them out.`}
    </Notice>
  );
}

function wordsOf({ rejected, undecided, edited, deletedLeaves }: Standing): string[] {
  const samples = (count: number) => countText(count, 'of its samples was', 'of its samples were');
  return [
    ...(rejected > 0 ? [`${samples(rejected)} rejected`] : []),
    ...(undecided > 0 ? [`${samples(undecided)} taken back to be decided again`] : []),
    ...(edited > 0 ? [`${samples(edited)} edited`] : []),
    ...(deletedLeaves > 0 ? [`${numberText(deletedLeaves)} of its leaves deleted`] : []),
  ];
}
