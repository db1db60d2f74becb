'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { RotateCcw } from 'lucide-react';
import { api, queryKeyOf } from '../api';
import { countText } from '../numbers';
import { Button } from '../ui/button';
import { messageOf } from '../ui/states';
import { useToast } from '../ui/toasts';
import { runById } from './api';

type RetryErrorsProps = { runId: string; groupId: string; items: number };

/** Queues the failed tasks of one group again. What the teacher has answered already is not paid for again. */
export function RetryErrors({ runId, groupId, items }: RetryErrorsProps) {
  const client = useQueryClient();
  const toast = useToast();
  const retry = useMutation({
    mutationFn: () => api.post('/api/v1/runs/{runId}/errors/{groupId}/retry', { params: { runId, groupId } }),
    onError: (error) => toast({ text: messageOf(error), tone: 'error' }),
    onSettled: () =>
      Promise.all(
        [runById(runId).queryKey, queryKeyOf('/api/v1/activity')].map((queryKey) =>
          client.invalidateQueries({ queryKey }),
        ),
      ),
  });
  return (
    <Button size="small" icon={RotateCcw} isBusy={retry.isPending} onClick={() => retry.mutate()}>
      Retry<span className="sr-only"> {countText(items, 'task')} with this error</span>
    </Button>
  );
}
