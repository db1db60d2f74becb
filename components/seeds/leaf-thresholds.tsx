'use client';

import Link from 'next/link';
import { useState } from 'react';
import { Thresholds } from './thresholds';

/**
 * The thresholds of a leaf. Few people change them, so they are shown when they are opened. Its prompts have a page of
 * their own.
 */
export function LeafThresholds({ nodeId, mayEdit }: { nodeId: string; mayEdit: boolean }) {
  const [wasOpened, setOpened] = useState(false);
  return (
    <>
      <details onToggle={(event) => event.currentTarget.open && setOpened(true)}>
        <summary className="mb-2 cursor-pointer font-semibold">Thresholds</summary>
        {wasOpened && <Thresholds nodeId={nodeId} mayEdit={mayEdit} />}
      </details>
      <Link href={`/settings/prompts?leaf=${nodeId}`} className="self-start font-semibold hover:underline">
        Prompts
      </Link>
    </>
  );
}
