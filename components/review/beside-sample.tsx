'use client';

import { useQuery } from '@tanstack/react-query';
import { flowing } from '@/components/flowing';
import { ErrorState, Skeleton } from '@/components/ui/states';
import { Term } from '@/components/ui/term';
import type { Judgement, Sample } from '@/taxonomy/review/contract';
import type { LeafContent, LeafDetail } from '@/taxonomy/seeds/contract';
import { leafSeeds } from './api';
import { scoreText } from './score-text';

/** What a reviewer holds a sample against: how the judges saw it, and the seeds that it was made from. */
export function BesideSample({ sample }: { sample: Sample }) {
  const { data: leaf, error, refetch } = useQuery(leafSeeds(sample.leafId));
  return (
    <div className="flex flex-col gap-6 p-4">
      <Judgements judgements={sample.judgements} />
      {error ? (
        <ErrorState title="The seeds could not be loaded" error={error} onRetry={() => void refetch()} />
      ) : leaf ? (
        <Seeds leaf={leaf} shownIds={sample.seedIds} />
      ) : (
        <Skeleton className="h-40 w-full" />
      )}
    </div>
  );
}

const Judgements = ({ judgements }: { judgements: readonly Judgement[] }) => (
  <section aria-label="Judge scores">
    <h2 className="mb-2 font-semibold">
      <Term word="judge">Judge</Term> scores
    </h2>
    {judgements.length === 0 && <p className="text-muted">No judge scored this sample.</p>}
    <dl className="flex flex-col gap-2">
      {judgements.map(({ id, by, label, score, scale, explanation }) => (
        <div key={id}>
          <dt className="flex justify-between gap-2">
            <span>{by ? `${label}, ${by}` : label}</span>
            <span className="shrink-0 tabular-nums">{scoreText(score, scale)}</span>
          </dt>
          {explanation && (
            <dd dir="auto" className="text-sm whitespace-pre-wrap text-muted">
              {explanation}
            </dd>
          )}
        </div>
      ))}
    </dl>
  </section>
);

type Pair = { id: string; context: string | null; pairs: { question: string; answer: string }[] };

/** Skills and knowledge seeds in one shape, for reading. */
const pairsOf = (content: LeafContent): Pair[] =>
  content.kind === 'knowledge'
    ? content.seeds.map(({ id, context, questionsAndAnswers }) => ({ id, context, pairs: questionsAndAnswers }))
    : content.seeds.map(({ id, context, question, answer }) => ({ id, context, pairs: [{ question, answer }] }));

/** Seeds in this sample's prompt come first: it was asked to be like them. */
function Seeds({ leaf, shownIds }: { leaf: LeafDetail; shownIds: readonly string[] }) {
  const seeds = pairsOf(leaf.content);
  const shown = seeds.filter(({ id }) => shownIds.includes(id));
  const others = seeds.filter(({ id }) => !shownIds.includes(id));
  return (
    <section aria-label="Seeds of the leaf">
      <h2 className="mb-1 font-semibold">Seeds</h2>
      <p className="mb-2 text-sm text-muted">
        {leaf.content.kind === 'knowledge' ? leaf.content.documentOutline : leaf.content.taskDescription}
      </p>
      {shown.length > 0 && <h3 className="mb-1 text-sm font-medium">In this sample’s prompt</h3>}
      <SeedList seeds={shown} />
      {others.length > 0 && (
        <details open={shown.length === 0} className="mt-3">
          <summary className="text-sm font-medium">
            {shown.length > 0 ? `${others.length} other seeds of the leaf` : `${others.length} seeds of the leaf`}
          </summary>
          <SeedList seeds={others} />
        </details>
      )}
    </section>
  );
}

const SeedList = ({ seeds }: { seeds: readonly Pair[] }) => (
  <ul className="flex flex-col gap-3">
    {seeds.map(({ id, context, pairs }) => (
      <li key={id} className="border-l-2 pl-3">
        {context && <p className="mb-1 line-clamp-4 text-sm whitespace-pre-wrap text-muted">{flowing(context)}</p>}
        {pairs.map(({ question, answer }, i) => (
          <div key={i} className="mb-1.5">
            <p className="font-medium whitespace-pre-wrap">{flowing(question)}</p>
            <p className="whitespace-pre-wrap">{flowing(answer)}</p>
          </div>
        ))}
      </li>
    ))}
  </ul>
);
