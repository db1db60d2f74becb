'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import Link from 'next/link';
import type { PromptDetail } from '@/taxonomy/generation/contract-prompts';
import { countText } from '../numbers';
import { ShowMore } from '../ui/show-more';
import { promptLeaves } from './prompts-api';
import { promptHref, SavedBy } from './prompt-words';
import { pipelineName } from './run-words';

/** What a text of the prompt must contain, what it may name, and where it is used. */
export function PromptFacts({ prompt }: { prompt: PromptDetail }) {
  const { marks, variables, uses, leaves, leaf } = prompt;
  return (
    <aside aria-label="About this prompt" className="flex shrink-0 flex-col gap-6 xl:w-72">
      <section className="flex flex-col gap-2">
        <h2 className="font-semibold">Lines that must stay</h2>
        <p className="text-sm text-muted">Answers are read by them, so a text without one cannot be saved.</p>
        <ul className="flex flex-col gap-1">
          {marks.map((mark) => (
            <li key={mark}>
              <code className="text-code">{mark}</code>
              {mark.endsWith(' -') && <span className="text-sm text-muted"> … at the beginning of a line</span>}
            </li>
          ))}
        </ul>
      </section>
      <section className="flex flex-col gap-2">
        <h2 className="font-semibold">Variables</h2>
        <p className="text-sm text-muted">Each leaf’s own words are put in their place.</p>
        <dl className="flex flex-col gap-2">
          {variables.map(({ name, about, value }) => (
            <div key={name}>
              <dt>
                <code className="text-code">{`{{${name}}}`}</code>
              </dt>
              <dd className="text-sm wrap-anywhere text-muted">
                {about}
                {value !== null && `: ${value.length > 120 ? `${value.slice(0, 120)} …` : value || 'empty'}`}
              </dd>
            </div>
          ))}
        </dl>
      </section>
      <section className="flex flex-col gap-2">
        <h2 className="font-semibold">Used in</h2>
        <ul className="flex flex-col gap-1 text-sm text-muted">
          {uses.map(({ pipeline, step }) => (
            <li key={`${pipeline}:${step}`}>
              {pipelineName(pipeline)}: {step}
            </li>
          ))}
        </ul>
      </section>
      {leaf === null && leaves > 0 && <Leaves prompt={prompt} />}
    </aside>
  );
}

function Leaves({ prompt }: { prompt: PromptDetail }) {
  const list = useInfiniteQuery(promptLeaves(prompt.name));
  return (
    <section className="flex flex-col gap-2">
      <h2 className="font-semibold">{countText(prompt.leaves, 'leaf has its own', 'leaves have their own')}</h2>
      <ul className="flex flex-col gap-1">
        {list.data?.pages
          .flatMap(({ items }) => items)
          .map((leaf) => (
            <li key={leaf.nodeId}>
              <Link href={promptHref(leaf.nodeId, prompt.name)} className="text-accent underline">
                {leaf.name}
              </Link>
              <span className="block text-sm text-muted">
                Version {leaf.number}, <SavedBy {...leaf} />
              </span>
            </li>
          ))}
      </ul>
      {list.hasNextPage && (
        <ShowMore list={list} size="small">
          More leaves
        </ShowMore>
      )}
    </section>
  );
}
