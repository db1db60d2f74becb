'use client';

import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { SetThresholdsRequest } from '@/taxonomy/generation/contract-thresholds';
import { api, query } from '../api';
import { Button } from '../ui/button';
import { Field } from '../ui/field';
import { Input } from '../ui/input';
import { messageOf, Notice, Skeleton } from '../ui/states';
import { When } from '../ui/when';

const settingsOf = (nodeId: string | null) =>
  nodeId === null
    ? queryOptions(query('/api/v1/thresholds'))
    : queryOptions(query('/api/v1/leaves/{nodeId}/thresholds', { params: { nodeId } }));

const save = (nodeId: string | null, body: SetThresholdsRequest) =>
  nodeId === null
    ? api.put('/api/v1/thresholds', { body })
    : api.put('/api/v1/leaves/{nodeId}/thresholds', { params: { nodeId }, body });

/** The grades that rows need in new runs: of one leaf, or of the whole taxonomy (`nodeId` null). */
export function Thresholds({ nodeId, mayEdit }: { nodeId: string | null; mayEdit: boolean }) {
  const client = useQueryClient();
  const { data, error } = useQuery({ ...settingsOf(nodeId), queryKey: settingsOf(nodeId).queryKey });
  const [edits, setEdits] = useState<Record<string, string>>({});
  const saving = useMutation({
    mutationFn: (body: SetThresholdsRequest) => save(nodeId, body),
    onSuccess: (saved) => {
      client.setQueryData(settingsOf(nodeId).queryKey, saved);
      setEdits({});
    },
  });
  const judges = data?.judges.map((judge) => {
    const text = edits[judge.step] ?? (judge.set === null ? '' : String(judge.set.atLeast));
    const value = Number(text.replace(',', '.'));
    const isWrong = text !== '' && !(value >= judge.from && value <= judge.to);
    return { ...judge, text, value, isWrong };
  });
  const submit = () => {
    if (!judges || saving.isPending || judges.some(({ isWrong }) => isWrong)) return;
    const given = judges.flatMap(({ step, text, value }) => (text === '' ? [] : [[step, value]]));
    saving.mutate({ thresholds: Object.fromEntries(given) });
  };
  return (
    <section aria-label="Thresholds" className="flex flex-col gap-2">
      <p className="text-muted">The grade that a row needs to stay, in runs that start from now on.</p>
      {!judges && !error && <Skeleton className="h-10 w-full" />}
      {error && <Notice tone="error">{messageOf(error)}</Notice>}
      {judges && (
        <form
          className="flex flex-col gap-3"
          onSubmit={(event) => {
            event.preventDefault();
            submit();
          }}
        >
          {judges.map(({ step, label, from, to, inherited, set, text, isWrong }) => (
            <Field
              key={step}
              label={label}
              error={isWrong ? `Enter a number from ${from} to ${to}.` : null}
              hint={`${from} to ${to}. ${text === '' ? `Not set: ${inherited} is needed.` : `Empty means ${inherited}.`}`}
            >
              <Input
                inputMode="decimal"
                autoComplete="off"
                className="w-24"
                disabled={!mayEdit}
                value={text}
                onChange={(event) => setEdits({ ...edits, [step]: event.target.value.trim() })}
              />
              {set && (
                <span className="block text-sm text-muted">
                  {set.setBy}, <When iso={set.setAt} />
                </span>
              )}
            </Field>
          ))}
          {saving.error && <Notice tone="error">{messageOf(saving.error)}</Notice>}
          {mayEdit && (
            <Button
              size="small"
              type="submit"
              className="self-start"
              isBusy={saving.isPending}
              disabled={Object.keys(edits).length === 0}
            >
              Save thresholds
            </Button>
          )}
        </form>
      )}
    </section>
  );
}
