'use client';

import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { v7 as newId } from 'uuid';
import type { RunDetail } from '@/taxonomy/generation/contract';
import type { ThresholdChange, ThresholdPreview, Thresholds } from '@/taxonomy/generation/contract-thresholds';
import { api, query, queryKeyOf } from '../api';
import { countText, numberText } from '../numbers';
import { Button } from '../ui/button';
import { ShowMore } from '../ui/show-more';
import { messageOf, Notice, Skeleton } from '../ui/states';
import { useUndo } from '../ui/undo';
import { useDebouncedValue } from '../use-debounced-value';
import { runById } from './api';
import { ThresholdHistory } from './threshold-history';

const PREVIEW_MS = 150;
const LOOK_MS = 500;

/** Moves thresholds, shows at once how many rows would come back or leave, and applies them. */
export function ThresholdPanelBody({ run, canCurate }: { run: RunDetail; canCurate: boolean }) {
  const params = { runId: run.id };
  const client = useQueryClient();
  const now = useQuery({
    ...query('/api/v1/runs/{runId}/thresholds', { params }),
    refetchInterval: ({ state }) => (state.data?.changes.items[0]?.state === 'applying' ? LOOK_MS : false),
  });
  const [edits, setEdits] = useState<Thresholds | null>(null);
  const isApplying = now.data?.changes.items[0]?.state === 'applying';
  const wanted = edits ?? now.data?.thresholds ?? {};
  const asked = useDebouncedValue(wanted, PREVIEW_MS);
  const last = now.data?.changes.items[0];
  const preview = useInfiniteQuery({
    queryKey: [...queryKeyOf('/api/v1/runs/{runId}/thresholds/preview', { params }), asked, last?.id, last?.state],
    queryFn: ({ pageParam, signal }) =>
      api.post('/api/v1/runs/{runId}/thresholds/preview', {
        params,
        body: { thresholds: asked, limit: 20, ...(pageParam && { cursor: pageParam }) },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: ({ leaves }) => leaves.nextCursor,
    placeholderData: keepPreviousData,
    enabled: edits !== null && asked === edits && !isApplying,
  });
  const isOutdated = asked !== edits || preview.isPlaceholderData;
  const refresh = () =>
    Promise.all(
      [queryKeyOf('/api/v1/runs/{runId}/thresholds', { params }), runById(run.id).queryKey].map((queryKey) =>
        client.invalidateQueries({ queryKey }),
      ),
    );
  const done = last?.state === 'done' ? last.id : null;
  // What was applied shows in the numbers of the run, too.
  useEffect(() => {
    if (done !== null) void client.invalidateQueries({ queryKey: runById(run.id).queryKey });
  }, [client, done, run.id]);
  const offer = useUndo();
  const undo = useMutation({
    mutationFn: ({ id }: Pick<ThresholdChange, 'id'>) =>
      api.post('/api/v1/threshold-changes/{changeId}/undo', {
        params: { changeId: id },
        body: { requestKey: newId() },
      }),
    onSettled: refresh,
  });
  const apply = useMutation({
    mutationFn: (body: { requestKey: string; thresholds: Thresholds }) =>
      api.post('/api/v1/runs/{runId}/thresholds', { params, body }),
    onSuccess: ({ id }) => {
      setEdits(null);
      offer.push({
        label: 'Changed the thresholds of the run',
        undo: async () => void (await undo.mutateAsync({ id })),
      });
    },
    onSettled: refresh,
  });
  if (!now.data)
    return now.error ? <Notice tone="error">{messageOf(now.error)}</Notice> : <Skeleton className="h-24" />;
  const { judges, unknown, changes } = now.data;
  if (judges.length === 0) return <p className="mt-2 text-muted">No judge of this run gives grades.</p>;
  const [shown] = preview.data?.pages ?? [];
  return (
    <div className="mt-3 flex max-w-[68ch] flex-col gap-4">
      <p className="text-muted">
        Judgements are kept. With other thresholds the rows of this run are decided again, without a call to the
        teacher. Samples that a person decided stay as they are.
      </p>
      {judges.map(({ step, label, from, to, lowest, highest }) => (
        <label key={step} className="grid grid-cols-[1fr_8rem_6.5rem] items-center gap-3">
          <span>
            {label}
            {lowest !== highest && wanted[step] === undefined && (
              <span className="block text-sm text-muted">
                {lowest} to {highest}, by leaf
              </span>
            )}
          </span>
          <input
            type="range"
            min={from}
            max={to}
            step={1}
            disabled={!canCurate || isApplying}
            value={wanted[step] ?? lowest}
            aria-label={`${label}: at least`}
            className="accent-accent"
            onChange={(event) => setEdits({ ...wanted, [step]: Number(event.target.value) })}
          />
          <output className="text-right">
            at least {wanted[step] ?? lowest} of {to}
          </output>
        </label>
      ))}
      {unknown > 0 && (
        <p className="text-sm text-muted">
          {countText(unknown, 'row')} cannot come back: they were dropped before their texts were kept for this.
        </p>
      )}
      {edits !== null && preview.error && <Notice tone="error">{messageOf(preview.error)}</Notice>}
      {edits !== null && !shown && !preview.error && <p aria-live="polite">Counting the rows…</p>}
      {edits !== null && shown && (
        <div aria-live="polite" aria-busy={isOutdated} className="flex flex-col gap-2 aria-busy:text-muted">
          <p className="font-medium">{whatWouldHappen(shown)}</p>
          <ul className="flex flex-col">
            {preview.data?.pages.flatMap(({ leaves }) =>
              leaves.items.filter(isMoved).map((leaf) => (
                <li key={leaf.leafId} className="flex justify-between gap-4 border-t py-1">
                  <bdi>{leaf.name}</bdi>
                  <span className="text-muted">
                    {[
                      leaf.back > 0 && `${numberText(leaf.back)} come back`,
                      leaf.gone > 0 && `${numberText(leaf.gone)} leave`,
                    ]
                      .filter(Boolean)
                      .join(', ')}
                  </span>
                </li>
              )),
            )}
          </ul>
          {preview.hasNextPage && <ShowMore list={preview} size="small" />}
        </div>
      )}
      {isApplying && last && (
        <p aria-live="polite">
          Applying: {numberText(last.leavesDone)} of {countText(last.leaves, 'leaf', 'leaves')} done.
        </p>
      )}
      {apply.error && <Notice tone="error">{messageOf(apply.error)}</Notice>}
      {undo.error && <Notice tone="error">{messageOf(undo.error)}</Notice>}
      {canCurate && edits !== null && (
        <div className="flex gap-2">
          <Button
            variant="primary"
            isBusy={apply.isPending}
            disabled={!shown || isOutdated}
            onClick={() => apply.mutate({ requestKey: newId(), thresholds: edits })}
          >
            Apply
          </Button>
          <Button onClick={() => setEdits(null)}>Cancel</Button>
        </div>
      )}
      <ThresholdHistory
        runId={run.id}
        changes={changes}
        judges={judges}
        onUndo={canCurate && !isApplying ? undo.mutate : null}
      />
    </div>
  );
}

/** A leaf may only have rows that would need calls; the sentence above counts these. */
const isMoved = ({ back, gone }: { back: number; gone: number }): boolean => back > 0 || gone > 0;

function whatWouldHappen({ back, gone, incomplete, calls, decided }: ThresholdPreview): string {
  const sentences = [
    `${countText(back, 'row')} would come back at once, and ${countText(gone, 'sample')} would leave.`,
    incomplete > 0 &&
      `${numberText(incomplete)} more would need up to ${countText(calls, 'call')}, so they stay dropped.`,
    decided > 0 && `${countText(decided, 'sample')} would leave, but a person decided them, so they stay.`,
    back > 0 && 'Rows that equal another one, or nearly, are dropped as duplicates.',
  ];
  return sentences.filter(Boolean).join(' ');
}
