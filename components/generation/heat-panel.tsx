'use client';

import { useState } from 'react';
import type { RunDetail } from '@/taxonomy/generation/contract';
import { later } from '../ui/later';
import type { DroppedFilter } from './api';

const HeatTable = later(() => import('./heat-table').then((module) => module.HeatTable));

type HeatPanelProps = { run: RunDetail; onShowDropped: (filter: DroppedFilter) => void };

/** The funnel of each leaf. What is in it loads when it is opened. */
export function HeatPanel({ run, onShowDropped }: HeatPanelProps) {
  const [wasOpened, setOpened] = useState(false);
  if (run.funnel.length === 0) return null;
  return (
    <details onToggle={(event) => event.currentTarget.open && setOpened(true)}>
      <summary className="cursor-pointer text-lg font-semibold">Funnel by leaf</summary>
      {wasOpened && <HeatTable run={run} onShowDropped={onShowDropped} />}
    </details>
  );
}
