'use client';

import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import type { LeafSafety as Safety, SafetyException, SetSafetyRequest } from '@/taxonomy/generation/contract-safety';
import { limits } from '@/taxonomy/generation/vocabulary';
import { safetyCategories, type SafetyCategory } from '@/taxonomy/generation/vocabulary-rows';
import { api, query } from '../api';
import { Button } from '../ui/button';
import { Checkbox } from '../ui/choice';
import { Dialog } from '../ui/dialog';
import { Field } from '../ui/field';
import { Textarea } from '../ui/input';
import { messageOf, Notice, Skeleton } from '../ui/states';
import { When } from '../ui/when';

const leafSafety = (nodeId: string) => queryOptions(query('/api/v1/leaves/{nodeId}/safety', { params: { nodeId } }));

const setLeafSafety = (nodeId: string, body: SetSafetyRequest) =>
  api.put('/api/v1/leaves/{nodeId}/safety', { params: { nodeId }, body });

const categories = Object.keys(safetyCategories) as SafetyCategory[];

type LeafSafetyProps = { nodeId: string; mayEdit: boolean };

/** The kinds of harm that the samples of a leaf are not dropped for. */
export function LeafSafety({ nodeId, mayEdit }: LeafSafetyProps) {
  const { data, error, refetch } = useQuery(leafSafety(nodeId));
  const [isOpen, setOpen] = useState(false);
  return (
    <section aria-label="Safety" className="flex flex-col gap-2">
      <h2 className="font-semibold">Safety</h2>
      {!data && !error && <Skeleton className="h-10 w-full" />}
      {error && !data && (
        <p role="alert" className="text-rejected">
          {messageOf(error)}{' '}
          <button type="button" className="underline" onClick={() => void refetch()}>
            Try again
          </button>
        </p>
      )}
      {data?.exceptions.length === 0 && <p className="text-muted">Samples with any kind of harm are dropped.</p>}
      {data && data.exceptions.length > 0 && (
        <ul className="flex flex-col gap-2">
          {data.exceptions.map(({ category, reason, setBy, setAt }) => (
            <li key={category}>
              <span className="font-medium">{safetyCategories[category]}: allowed</span>
              <span className="block break-words" dir="auto">
                {reason}
              </span>
              <span className="block text-sm text-muted">
                {setBy}, <When iso={setAt} />
              </span>
            </li>
          ))}
        </ul>
      )}
      {data && mayEdit && (
        <Button size="small" className="self-start" onClick={() => setOpen(true)}>
          Change what is allowed
        </Button>
      )}
      {data && isOpen && <SafetyDialog nodeId={nodeId} safety={data} onClose={() => setOpen(false)} />}
    </section>
  );
}

type Reasons = Partial<Record<SafetyCategory, string>>;

function SafetyDialog({ nodeId, safety, onClose }: { nodeId: string; safety: Safety; onClose: () => void }) {
  const formId = useId();
  const client = useQueryClient();
  const [reasons, setReasons] = useState<Reasons>(() =>
    Object.fromEntries(safety.exceptions.map(({ category, reason }) => [category, reason])),
  );
  const [wasTried, setWasTried] = useState(false);
  const { mutate, isPending, error } = useMutation({
    mutationFn: (exceptions: SafetyException[]) => setLeafSafety(nodeId, { exceptions }),
    onSuccess: (saved) => {
      client.setQueryData(leafSafety(nodeId).queryKey, saved);
      onClose();
    },
  });
  const chosen = categories.flatMap((category) => {
    const reason = reasons[category];
    return reason === undefined ? [] : [{ category, reason: reason.trim() }];
  });
  const submit = () => {
    setWasTried(true);
    if (!isPending && chosen.every(({ reason }) => reason !== '')) mutate(chosen);
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      width="medium"
      title="What is allowed in this leaf"
      description="A judge checks each sample for these kinds of harm. Allow what the task itself needs, and say why: the reason is kept with the samples. It applies to runs that start from now on."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" form={formId} isBusy={isPending}>
            Save
          </Button>
        </>
      }
    >
      <form
        id={formId}
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        {categories.map((category) => {
          const reason = reasons[category];
          return (
            <div key={category} className="flex flex-col gap-2">
              <Checkbox
                label={safetyCategories[category]}
                checked={reason !== undefined}
                onChange={(isOn) => setReasons({ ...reasons, [category]: isOn ? '' : undefined })}
              />
              {reason !== undefined && (
                <Field
                  label="Why it is allowed"
                  className="ml-6"
                  error={wasTried && reason.trim() === '' ? 'Enter a reason.' : undefined}
                >
                  <Textarea
                    maxLength={limits.safetyReason}
                    rows={2}
                    value={reason}
                    onChange={(event) => setReasons({ ...reasons, [category]: event.target.value })}
                  />
                </Field>
              )}
            </div>
          );
        })}
        {error && (
          <Notice tone="error" title="Not saved">
            {messageOf(error)}
          </Notice>
        )}
      </form>
    </Dialog>
  );
}
