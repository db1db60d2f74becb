'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { PromptDetail, PromptVersion } from '@/taxonomy/generation/contract-prompts';
import { Button } from '../ui/button';
import { Field } from '../ui/field';
import { Select } from '../ui/input';
import { ShowMore } from '../ui/show-more';
import { messageOf, Notice, Skeleton } from '../ui/states';
import { When } from '../ui/when';
import { PromptDiff } from './prompt-diff';
import { promptVersions } from './prompts-api';

type PromptHistoryProps = {
  prompt: PromptDetail;
  mayRestore: boolean;
  isBusy: boolean;
  onRestore: (text: string) => void;
};

const ABOVE = 'above';

/** The saved versions, newest first, with the difference of any two of them. */
export function PromptHistory({ prompt, mayRestore, isBusy, onRestore }: PromptHistoryProps) {
  const list = useInfiniteQuery(promptVersions(prompt.name, prompt.leaf?.nodeId ?? null));
  const versions = list.data?.pages.flatMap(({ items }) => items);
  const above = prompt.inherited.source === 'built_in' ? 'the built-in text' : 'the text of the taxonomy';
  return (
    <section aria-label="Versions" className="flex flex-col gap-3">
      <h2 className="font-semibold">Versions</h2>
      {list.error && <Notice tone="error">{messageOf(list.error)}</Notice>}
      {!versions && !list.error && <Skeleton className="h-12 w-full" />}
      {versions?.length === 0 && <p className="text-muted">None saved here yet: {above} holds.</p>}
      {versions && versions.length > 0 && (
        <>
          <ol className="flex flex-col border-t">
            {versions.map((version) => (
              <li key={version.number} className="flex flex-wrap items-center gap-x-4 gap-y-1 border-b py-2">
                <span className="min-w-0 flex-1">
                  <span className="font-medium">Version {version.number}</span>
                  {version.text === null && ` · back to ${above}`}
                  {version.number === prompt.latest && <span className="text-muted"> · newest</span>}
                  <span className="block text-sm text-muted">
                    {version.by}, <When iso={version.at} />
                  </span>
                </span>
                {version.text !== null && version.text !== prompt.text && (
                  <Button
                    size="small"
                    isBusy={isBusy}
                    disabled={!mayRestore}
                    aria-label={`Restore version ${version.number}`}
                    onClick={() => onRestore(version.text ?? '')}
                  >
                    Restore
                  </Button>
                )}
              </li>
            ))}
          </ol>
          {list.hasNextPage && (
            <ShowMore list={list} size="small">
              Older versions
            </ShowMore>
          )}
          <Difference key={versions[0]?.number} prompt={prompt} versions={versions} above={above} />
        </>
      )}
    </section>
  );
}

type DifferenceProps = { prompt: PromptDetail; versions: readonly PromptVersion[]; above: string };

function Difference({ prompt, versions, above }: DifferenceProps) {
  const withText = versions.filter(({ text }) => text !== null);
  const choices = [
    ...withText.map(({ number, text, by }) => ({ key: String(number), label: `Version ${number}, ${by}`, text })),
    { key: ABOVE, label: `${above.charAt(0).toUpperCase()}${above.slice(1)}`, text: prompt.inherited.text },
    ...(above === 'the built-in text'
      ? []
      : [{ key: 'built-in', label: 'The built-in text', text: prompt.builtInText }]),
  ];
  const [before, setBefore] = useState(choices[1]?.key ?? ABOVE);
  const [after, setAfter] = useState(choices[0]?.key ?? ABOVE);
  const textOf = (key: string) => choices.find((choice) => choice.key === key)?.text ?? '';
  if (withText.length === 0) return null;
  const pick = (label: string, value: string, onChange: (key: string) => void) => (
    <Field label={label}>
      <Select value={value} onChange={(event) => onChange(event.target.value)} className="w-full max-w-72">
        {choices.map(({ key, label: words }) => (
          <option key={key} value={key}>
            {words}
          </option>
        ))}
      </Select>
    </Field>
  );
  return (
    <section aria-label="Difference" className="flex flex-col gap-3">
      <div className="flex flex-wrap gap-4">
        {pick('From', before, setBefore)}
        {pick('To', after, setAfter)}
      </div>
      <PromptDiff label="Difference of the two texts" before={textOf(before)} after={textOf(after)} />
    </section>
  );
}
