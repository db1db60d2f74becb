'use client';

import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReaderQuery } from '@/taxonomy/datasets/contract-student';
import {
  defaultMaxTokens,
  markChoiceNames,
  markChoices,
  mostMaxTokens,
  templateChoices,
  templateNames,
  trainerHabits,
  trainerNames,
  trainers,
} from '@/taxonomy/datasets/vocabulary-student';
import { pages, query } from '../api';
import { Field } from '../ui/field';
import { Input, Select } from '../ui/input';
import { Page } from '../ui/page';
import { ShowMore } from '../ui/show-more';
import { ErrorState, Skeleton } from '../ui/states';
import { versionById } from './api';
import { LearnedCounts } from './learned-counts';
import { LearnedLegend, LearnedView } from './learned-view';

const start: ReaderQuery = {
  trainer: 'instructlab-training',
  template: 'version',
  marks: 'keep',
  maxTokens: defaultMaxTokens,
};
const kept = { placeholderData: keepPreviousData, staleTime: 60_000, retry: false } as const;

/** What a model will learn of a version, as a trainer reads it. */
export function LearnedScreen({ versionId }: { versionId: string }) {
  const { data: version } = useQuery(versionById(versionId));
  const [reader, setReader] = useState(start);
  const params = { versionId };
  const counts = useQuery({
    ...query('/api/v1/datasets/versions/{versionId}/learned/counts', { params, query: reader }),
    ...kept,
  });
  const title = version ? `${version.datasetName} version ${version.number}` : 'Version';
  return (
    <Page
      crumbs={[
        { label: 'Datasets', href: '/datasets' },
        { label: title, href: `/datasets/${versionId}` },
        { label: 'What the model will learn' },
      ]}
    >
      <div className="flex flex-col gap-6">
        <ReaderFields reader={reader} onChange={setReader} />
        {counts.error ? (
          <ErrorState title="The rows could not be read" error={counts.error} onRetry={() => void counts.refetch()} />
        ) : counts.data ? (
          <>
            <div aria-busy={counts.isPlaceholderData} className={counts.isPlaceholderData ? 'opacity-60' : ''}>
              <LearnedCounts summary={counts.data} />
            </div>
            <PhaseRows
              versionId={versionId}
              reader={reader}
              phases={counts.data.phases.map(({ phase: key, name }) => ({ key, name }))}
            />
          </>
        ) : (
          <Skeleton className="h-64 w-full" />
        )}
      </div>
    </Page>
  );
}

type ReaderFieldsProps = { reader: ReaderQuery; onChange: (reader: ReaderQuery) => void };

function ReaderFields({ reader, onChange }: ReaderFieldsProps) {
  const { data } = useQuery(query('/api/v1/tokenizers'));
  const change = (part: Partial<ReaderQuery>) => onChange({ ...reader, ...part });
  const tokenizer = data?.items.find(({ id }) => id === reader.tokenizerId);
  return (
    <div className="flex flex-col gap-2">
      <div className="grid gap-4 sm:grid-cols-2 xl:grid-cols-5">
        <Field label="Trainer">
          <Select
            value={reader.trainer}
            onChange={({ target }) =>
              change({ trainer: trainers.find((each) => each === target.value) ?? start.trainer })
            }
          >
            {trainers.map((trainer) => (
              <option key={trainer} value={trainer}>
                {trainerNames[trainer]}
              </option>
            ))}
          </Select>
        </Field>
        <Field label="Tokenizer">
          <Select
            value={reader.tokenizerId ?? ''}
            onChange={({ target }) => {
              const { tokenizerId: _, ...rest } = reader;
              const template = rest.template === 'tokenizer' ? 'version' : rest.template;
              onChange({ ...rest, template, ...(target.value !== '' && { tokenizerId: target.value }) });
            }}
          >
            <option value="">cl100k, to estimate</option>
            {data?.items.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </Select>
        </Field>
        <Field label="Chat template">
          <Select
            value={reader.template}
            onChange={({ target }) =>
              change({ template: templateChoices.find((each) => each === target.value) ?? start.template })
            }
          >
            {templateChoices
              .filter((each) => each !== 'tokenizer' || tokenizer?.hasChatTemplate)
              .map((each) => (
                <option key={each} value={each}>
                  {templateNames[each]}
                </option>
              ))}
          </Select>
        </Field>
        <Field label="Marks of the template in a text">
          <Select
            value={reader.marks}
            onChange={({ target }) => change({ marks: markChoices.find((each) => each === target.value) ?? 'keep' })}
          >
            {markChoices.map((each) => (
              <option key={each} value={each}>
                {markChoiceNames[each]}
              </option>
            ))}
          </Select>
        </Field>
        <Field label="Maximum length, in tokens">
          <Input
            type="number"
            min={1}
            max={mostMaxTokens}
            defaultValue={reader.maxTokens}
            onBlur={({ target }) => {
              if (target.validity.valid && target.value !== '') change({ maxTokens: Number(target.value) });
            }}
          />
        </Field>
      </div>
      <p className="text-muted">{trainerHabits[reader.trainer]}</p>
    </div>
  );
}

type PhaseRowsProps = { versionId: string; reader: ReaderQuery; phases: { key: string; name: string }[] };

function PhaseRows({ versionId, reader, phases }: PhaseRowsProps) {
  const [chosen, setChosen] = useState(phases[0]?.key);
  if (!chosen) return <p className="text-muted">This version has no rows.</p>;
  return (
    <section aria-label="Rows" className="flex flex-col gap-3">
      <Field label="Phase" className="w-64 max-w-full">
        <Select value={chosen} onChange={({ target }) => setChosen(target.value)}>
          {phases.map(({ key, name }) => (
            <option key={key} value={key}>
              {name}
            </option>
          ))}
        </Select>
      </Field>
      <LearnedLegend />
      <Rows versionId={versionId} reader={reader} phase={chosen} />
    </section>
  );
}

function Rows({ versionId, reader, phase }: { versionId: string; reader: ReaderQuery; phase: string }) {
  const list = useInfiniteQuery({
    ...pages('/api/v1/datasets/versions/{versionId}/learned', { params: { versionId }, query: { ...reader, phase } }),
    staleTime: 60_000,
    retry: false,
  });
  if (!list.data) {
    return list.error ? (
      <ErrorState title="The rows could not be read" error={list.error} onRetry={() => void list.refetch()} />
    ) : (
      <Skeleton className="h-64 w-full" />
    );
  }
  return (
    <>
      <ol className="flex flex-col gap-3">
        {list.data.pages.flatMap(({ items }) => items.map((row) => <LearnedView key={row.ordinal} row={row} />))}
      </ol>
      {list.hasNextPage && <ShowMore list={list}>Show more rows</ShowMore>}
    </>
  );
}
