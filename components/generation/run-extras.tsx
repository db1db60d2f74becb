'use client';

import { CopyPlus } from 'lucide-react';
import type { RunDetail } from '@/taxonomy/generation/contract';
import { isOver } from '@/taxonomy/generation/vocabulary';
import { ButtonLink } from '../ui/button';
import { later } from '../ui/later';

const NotifyButton = later(() => import('./notify-button').then((module) => module.NotifyButton));

/** What few people need of a run: another one like it, and a notification when it ends. */
export const RunExtras = ({ run, canCurate }: { run: RunDetail; canCurate: boolean }) => (
  <div className="flex flex-wrap gap-2">
    {canCurate && (
      <ButtonLink size="small" icon={CopyPlus} href={`/runs/new?like=${run.id}`} prefetch={false}>
        Start like this one
      </ButtonLink>
    )}
    {!isOver(run.state) && run.state !== 'paused' && <NotifyButton runId={run.id} />}
  </div>
);
