'use client';

import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { useState } from 'react';
import { CopyButton } from '../datasets/copy-button';
import { splitFrontMatter } from '../datasets/exported-line';
import { Button } from '../ui/button';
import { Field } from '../ui/field';
import { Select } from '../ui/input';
import { Markdown } from '../ui/markdown';
import { ErrorState, Skeleton } from '../ui/states';
import { modelList } from './api';
import { trainingModelCard } from './api-runs';
import { saveFile } from './save-file';

/** The card of the trained model for the Hub, with the results of the evaluated model that came of it. */
export function ModelCard({ runId, name }: { runId: string; name: string }) {
  const [chosen, choose] = useState('');
  const card = useQuery({ ...trainingModelCard(runId, chosen), placeholderData: keepPreviousData });
  const models = useInfiniteQuery(modelList).data?.pages.flatMap(({ items }) => items) ?? [];
  const { data, error, refetch } = card;
  if (!data)
    return error ? (
      <ErrorState title="The model card could not be loaded" error={error} onRetry={() => void refetch()} />
    ) : (
      <Skeleton className="h-64 w-full" />
    );
  const { frontMatter, text } = splitFrontMatter(data.markdown);
  return (
    <div className="flex max-w-3xl flex-col gap-4">
      <p className="text-muted">
        For the Hugging Face Hub: what Seedleaf knows of this training. What only people can say is marked “To be
        written”.
      </p>
      <div className="flex flex-wrap items-end gap-2">
        {models.length > 0 && (
          <Field label="Results of" className="max-w-full">
            <Select value={data.model ?? ''} onChange={({ target }) => choose(target.value)}>
              {data.model === null && <option value="">Choose a model…</option>}
              {data.model !== null && !models.some((each) => each.name === data.model) && <option>{data.model}</option>}
              {models.map((model) => (
                <option key={model.id}>{model.name}</option>
              ))}
            </Select>
          </Field>
        )}
        <Button
          icon={Download}
          onClick={() => saveFile(`${fileName(name)}-model-card.md`, data.markdown, 'text/markdown')}
        >
          Download
        </Button>
        <CopyButton text={data.markdown} label="Copy the model card" />
      </div>
      <details>
        <summary className="w-fit py-0.5 font-medium">Show the card</summary>
        {/* Tables scroll instead of breaking words and numbers. */}
        <div className="mt-2 flex flex-col gap-4 rounded-lg border bg-surface p-4 [&_td]:wrap-normal [&_th]:wrap-normal">
          {frontMatter && (
            <pre className="rounded-md border bg-sunken px-3 py-2 text-code whitespace-pre-wrap">{frontMatter}</pre>
          )}
          <Markdown text={text} />
        </div>
      </details>
    </div>
  );
}

const fileName = (name: string): string =>
  name.replaceAll(/[^A-Za-z0-9._-]+/g, '-').replaceAll(/^[-.]+|[-.]+$/g, '') || 'model';
