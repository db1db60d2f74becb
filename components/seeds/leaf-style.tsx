'use client';

import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { SetAnswerStyleRequest } from '@/taxonomy/generation/contract-style';
import { answerStyles, type AnswerStyle } from '@/taxonomy/generation/vocabulary-style';
import { api, query } from '../api';
import { Field } from '../ui/field';
import { Select } from '../ui/input';
import { messageOf, Skeleton } from '../ui/states';

const leafStyle = (nodeId: string) =>
  queryOptions(query('/api/v1/leaves/{nodeId}/answer-style', { params: { nodeId } }));

const styles = Object.keys(answerStyles) as AnswerStyle[];

/** How the answers of a leaf are written. */
export function LeafStyle({ nodeId, mayEdit }: { nodeId: string; mayEdit: boolean }) {
  const client = useQueryClient();
  const { data, error } = useQuery(leafStyle(nodeId));
  const set = useMutation({
    mutationFn: (body: SetAnswerStyleRequest) =>
      api.put('/api/v1/leaves/{nodeId}/answer-style', { params: { nodeId }, body }),
    onSuccess: (saved) => client.setQueryData(leafStyle(nodeId).queryKey, saved),
  });
  const fault = set.error ?? (data ? null : error);
  const style = data?.style ?? data?.default;
  return (
    <section aria-label="Answers" className="flex flex-col gap-2">
      <h2 className="font-semibold">Answers</h2>
      {!data && !error && <Skeleton className="h-10 w-full" />}
      {style && !mayEdit && <p className="text-muted">{answerStyles[style].label}</p>}
      {data && style && mayEdit && (
        <Field label="Style" isLabelHidden hint={`${answerStyles[style].about} For runs that start from now on.`}>
          <Select
            value={data.style ?? ''}
            disabled={set.isPending}
            onChange={(event) => set.mutate({ style: styles.find((each) => each === event.target.value) ?? null })}
          >
            <option value="">Default: {answerStyles[data.default].label.toLowerCase()}</option>
            {styles.map((each) => (
              <option key={each} value={each}>
                {answerStyles[each].label}
              </option>
            ))}
          </Select>
        </Field>
      )}
      {fault && (
        <p role="alert" className="text-rejected">
          {messageOf(fault)}
        </p>
      )}
    </section>
  );
}
