'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useMemo } from 'react';
import { v7 as newId } from 'uuid';
import type { RunDetail } from '@/taxonomy/generation/contract';
import { api, queryKeyOf } from '../api';
import { useToast } from '../ui/toasts';
import { Button, ButtonLink } from '../ui/button';
import { messageOf, Notice } from '../ui/states';
import { countText, numberText } from '../numbers';

/** Says how many of the requested samples a finished run is missing, and offers to generate them. */
export function Shortfall({ run, canCurate }: { run: RunDetail; canCurate: boolean }) {
  const { shortfall, continuedById } = run;
  const isFinished = run.itemsDone === run.itemsTotal;
  if (!shortfall || run.state === 'nothing_kept') return null;
  const { asked, missing, leaves } = shortfall;
  return (
    <Notice
      tone="warning"
      title={`${countText(missing, 'sample is', 'samples are')} missing of the ${numberText(asked)} requested`}
      action={
        continuedById ? (
          <ButtonLink href={`/runs/${continuedById}`}>Open the run that continues it</ButtonLink>
        ) : (
          canCurate && isFinished && <ContinueButton runId={run.id} missing={missing} />
        )
      }
    >
      {isFinished
        ? `Judges reject some of what the teacher writes. ${countText(leaves, 'leaf is', 'leaves are')} short.`
        : `Not all of its tasks are done. ${run.error ? 'What to do is said below.' : 'Resume the run first.'}`}
    </Notice>
  );
}

function ContinueButton({ runId, missing }: { runId: string; missing: number }) {
  const router = useRouter();
  const client = useQueryClient();
  const toast = useToast();
  // One key per run and page: a double click starts one run.
  const requestKey = useMemo(() => runId && newId(), [runId]);
  const start = useMutation({
    mutationFn: () => api.post('/api/v1/runs/{runId}/continue', { params: { runId }, body: { requestKey } }),
    onError: (error) => toast({ text: messageOf(error), tone: 'error' }),
    onSuccess: async ({ id }) => {
      router.push(`/runs/${id}`);
      await Promise.all(
        [queryKeyOf('/api/v1/runs'), queryKeyOf('/api/v1/activity')].map((queryKey) =>
          client.invalidateQueries({ queryKey }),
        ),
      );
    },
  });
  return (
    <Button icon={Plus} isBusy={start.isPending || start.isSuccess} onClick={() => start.mutate()}>
      Generate the missing {numberText(missing)}
    </Button>
  );
}
