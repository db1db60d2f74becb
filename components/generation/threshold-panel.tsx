'use client';

import { useState } from 'react';
import type { RunDetail } from '@/taxonomy/generation/contract';
import { countText } from '../numbers';
import { later } from '../ui/later';

const ThresholdPanelBody = later(() => import('./threshold-panel-body').then((module) => module.ThresholdPanelBody));

/** The thresholds of a finished run, to change them. What is in it loads when it is opened. */
export function ThresholdPanel({ run, canCurate }: { run: RunDetail; canCurate: boolean }) {
  const [wasOpened, setOpened] = useState(false);
  const { redecided } = run;
  return (
    <section aria-label="Thresholds">
      <details onToggle={(event) => event.currentTarget.open && setOpened(true)}>
        <summary className="cursor-pointer text-lg font-semibold">Thresholds</summary>
        {wasOpened && <ThresholdPanelBody run={run} canCurate={canCurate} />}
      </details>
      {redecided && (
        <p className="mt-1 text-muted">
          The run itself kept {countText(redecided.before, 'sample')}. After later changes of its thresholds there are{' '}
          {countText(redecided.after, 'sample')}.
        </p>
      )}
    </section>
  );
}
