'use client';

import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type {
  PreviewAnswer,
  PreviewedItem,
  PreviewPromptRequest,
  PromptDetail,
  PromptPreviewPlan,
} from '@/taxonomy/generation/contract-prompts';
import { moneyText } from '@/taxonomy/generation/vocabulary-money';
import { api } from '../api';
import { countText, numberText } from '../numbers';
import { Button } from '../ui/button';
import { Field } from '../ui/field';
import { Select } from '../ui/input';
import { messageOf, Notice, Skeleton } from '../ui/states';
import { teacherList } from './api';
import { RawText } from './raw-text';

type Planned = { request: PreviewPromptRequest; plan: PromptPreviewPlan };

const newSeed = () => crypto.randomUUID().slice(0, 8);

/** Asks a teacher about three real items, with the text that holds and with the edited one. Says first what it costs. */
export function PromptPreview({ prompt, text }: { prompt: PromptDetail; text: string }) {
  const { data, error } = useQuery(teacherList);
  const [chosen, setChosen] = useState('');
  const [seed, setSeed] = useState(newSeed);
  const [asked, setAsked] = useState<Planned | null>(null);
  const teachers = data?.items ?? [];
  const teacherId = chosen || (teachers[0]?.id ?? '');
  const params = { prompt: prompt.name };
  const request = { leaf: prompt.leaf?.nodeId ?? null, teacherId, text, seed };
  const planning = useMutation({
    mutationFn: async (body: PreviewPromptRequest): Promise<Planned> => ({
      request: body,
      plan: await api.post('/api/v1/prompts/{prompt}/preview/plan', { params, body }),
    }),
    onMutate: () => setAsked(null),
  });
  const planned = planning.data;
  const isCurrent =
    planned !== undefined &&
    planned.request.text === text &&
    planned.request.teacherId === teacherId &&
    planned.request.seed === seed;
  return (
    <section aria-label="Preview" className="flex flex-col gap-3">
      <h2 className="font-semibold">Preview</h2>
      <p className="max-w-[68ch] text-muted">
        Asks a teacher about three real items, with the text that holds now and with the one above. Nothing is saved.
      </p>
      {error && <Notice tone="error">{messageOf(error)}</Notice>}
      {data && teachers.length === 0 && <Notice>There is no teacher yet. Add one under Settings, Teachers.</Notice>}
      {teachers.length > 0 && (
        <div className="flex flex-wrap items-end gap-2">
          <Field label="Teacher">
            <Select value={teacherId} onChange={(event) => setChosen(event.target.value)}>
              {teachers.map(({ id, name, model }) => (
                <option key={id} value={id}>
                  {name}, {model}
                </option>
              ))}
            </Select>
          </Field>
          <Button isBusy={planning.isPending} onClick={() => planning.mutate(request)}>
            Choose three items
          </Button>
          {planned && (
            <Button
              variant="ghost"
              onClick={() => {
                const next = newSeed();
                setSeed(next);
                planning.mutate({ ...request, seed: next });
              }}
            >
              Other items
            </Button>
          )}
        </div>
      )}
      {planning.error && <Notice tone="error">{messageOf(planning.error)}</Notice>}
      {planned && isCurrent && <Plan planned={planned} wasAsked={asked === planned} onAsk={() => setAsked(planned)} />}
      {asked &&
        asked.plan.items.map((item, place) => (
          <Item
            key={`${asked.request.seed}:${asked.request.teacherId}:${asked.request.text}:${place}`}
            name={prompt.name}
            request={asked.request}
            place={place}
            title={`${item.leaf.name}: ${item.about}`}
          />
        ))}
    </section>
  );
}

type PlanProps = { planned: Planned; wasAsked: boolean; onAsk: () => void };

function Plan({ planned: { plan }, wasAsked, onAsk }: PlanProps) {
  if (plan.items.length === 0) return <Notice tone="warning">{plan.reason}</Notice>;
  const tokens = numberText(plan.promptTokens + plan.completionTokens);
  const cost = plan.cost === null ? 'cost unknown, as the teacher has no price' : `about ${moneyText(plan.cost)}`;
  return (
    <div className="flex flex-col gap-2">
      <ul className="list-disc pl-5 text-muted">
        {plan.items.map((item, place) => (
          <li key={place}>
            {item.leaf.name}: {item.about}
          </li>
        ))}
      </ul>
      <div className="flex flex-wrap items-center gap-3">
        <Button variant="primary" disabled={wasAsked} onClick={onAsk}>
          Ask the teacher
        </Button>
        <span role="status">
          At most {countText(plan.calls, 'call')}, about {tokens} tokens, {cost}
        </span>
      </div>
    </div>
  );
}

type ItemProps = { name: string; request: PreviewPromptRequest; place: number; title: string };

function Item({ name, request, place, title }: ItemProps) {
  const { data, error, refetch, isFetching } = useQuery({
    queryKey: ['prompt-preview', name, request, place],
    queryFn: ({ signal }) =>
      api.post('/api/v1/prompts/{prompt}/preview', {
        params: { prompt: name },
        body: { ...request, item: place },
        signal,
      }),
    // It was paid for: it is asked again only when somebody says so.
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
  return (
    <article aria-label={title} className="flex flex-col gap-2 rounded-lg border p-3">
      <h3 className="font-medium">{title}</h3>
      {isFetching && !data && (
        <div role="status" aria-label="The teacher is being asked">
          <Skeleton className="h-24 w-full" />
        </div>
      )}
      {error && !isFetching && (
        <Notice
          tone="error"
          action={
            <Button size="small" onClick={() => void refetch()}>
              Ask again
            </Button>
          }
        >
          {messageOf(error)}
        </Notice>
      )}
      {data && <Answers item={data} title={title} />}
    </article>
  );
}

function Answers({ item, title }: { item: PreviewedItem; title: string }) {
  const cost = item.cost === null ? '' : `, ${moneyText(item.cost)}`;
  return (
    <>
      <div className="grid gap-3 md:grid-cols-2">
        <Answer title="With the old text" label={`${title}: old answer`} answer={item.old} />
        <Answer title="With the new text" label={`${title}: new answer`} answer={item.new} />
      </div>
      {item.old.text === item.new.text && <p className="text-sm text-muted">Both answers are the same.</p>}
      <details>
        <summary className="cursor-pointer text-sm text-muted">What was asked</summary>
        <RawText label={`${title}: what was asked`} text={item.asked} />
      </details>
      <p className="text-sm text-muted">
        {countText(item.calls, 'call')}, {numberText(item.promptTokens)} + {numberText(item.completionTokens)} tokens
        {cost}
      </p>
    </>
  );
}

const Answer = ({ title, label, answer }: { title: string; label: string; answer: PreviewAnswer }) => (
  <div className="flex min-w-0 flex-col gap-1">
    <h4 className="text-sm font-medium text-muted">{title}</h4>
    <RawText label={label} text={answer.text} />
    {!answer.isReadable && (
      <Notice tone="warning">
        A run could not read this answer: the lines by which it is read are missing
        {answer.finishReason === 'length' && ', as it was cut off at its length limit'}.
      </Notice>
    )}
  </div>
);
