'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { flowing } from '@/components/flowing';
import { Badge } from '@/components/ui/badge';
import { Markdown } from '@/components/ui/markdown';
import { ErrorState, Skeleton } from '@/components/ui/states';
import { plainText } from '@/components/ui/plain-text';
import { Term } from '@/components/ui/term';
import type { Judgement, Sample } from '@/taxonomy/review/contract';
import type { LeafContent, LeafDetail } from '@/taxonomy/seeds/contract';
import { numberText } from '../numbers';
import { leafSeeds, sameAnswers } from './api';
import { beginningOf } from './beginning-of';
import { JudgeScores } from '../generation/judge-scores';

/** What a reviewer compares a sample with: judge scores, samples with the same answer, and the leaf's seeds. */
export function BesideSample({ sample }: { sample: Sample }) {
  const { data: leaf, error, refetch } = useQuery(leafSeeds(sample.leafId));
  return (
    <div className="flex flex-col gap-6 p-4">
      <Judgements judgements={sample.judgements} held={sample.heldReason} />
      <SameAnswers sampleId={sample.id} />
      {error ? (
        <ErrorState title="The seeds could not be loaded" error={error} onRetry={() => void refetch()} />
      ) : leaf ? (
        <Seeds leaf={leaf} sample={sample} />
      ) : (
        <Skeleton className="h-40 w-full" />
      )}
    </div>
  );
}

type JudgementsProps = { judgements: readonly Judgement[]; held: string | null };

const Judgements = ({ judgements, held }: JudgementsProps) => (
  <section aria-label="Judge scores">
    <h2 className="mb-2 font-semibold">
      <Term word="judge">Judge</Term> scores
    </h2>
    {held !== null && (
      <p dir="auto" className="mb-2 text-sm break-words">
        The text speaks to the judge, so these scores decided nothing.
      </p>
    )}
    {judgements.length === 0 && <p className="text-muted">No judge scored this sample.</p>}
    <JudgeScores
      scores={judgements.map((each) => ({
        ...each,
        label: each.by ? `${each.label}, ${each.by}` : each.label,
        isGood: true,
      }))}
    />
  </section>
);

type Pair = { id: string; context: string | null; pairs: { question: string; answer: string }[] };

/** Skills and knowledge seeds in one shape, for reading. */
const pairsOf = (content: LeafContent): Pair[] =>
  content.kind === 'knowledge'
    ? content.seeds.map(({ id, context, questionsAndAnswers }) => ({ id, context, pairs: questionsAndAnswers }))
    : content.seeds.map(({ id, context, question, answer }) => ({ id, context, pairs: [{ question, answer }] }));

/** Seeds from this sample's prompt come first. */
function Seeds({ leaf, sample: { seedIds, answer } }: { leaf: LeafDetail; sample: Sample }) {
  const seeds = pairsOf(leaf.content);
  const shown = seeds.filter(({ id }) => seedIds.includes(id));
  const others = seeds.filter(({ id }) => !seedIds.includes(id));
  return (
    <section aria-label="Seeds of the leaf">
      <h2 className="mb-1 font-semibold">Seeds</h2>
      <p dir="auto" className="mb-2 text-sm whitespace-pre-wrap text-muted">
        {leaf.content.kind === 'knowledge' ? leaf.content.documentOutline : leaf.content.taskDescription}
      </p>
      {shown.length > 0 && <h3 className="mb-1 text-sm font-medium">In this sample’s prompt</h3>}
      <SeedList seeds={shown} sampleAnswer={answer} />
      {others.length > 0 && (
        <details open={shown.length === 0} className="mt-3">
          <summary className="text-sm font-medium">
            {shown.length > 0 ? `${others.length} other seeds of the leaf` : `${others.length} seeds of the leaf`}
          </summary>
          <SeedList seeds={others} sampleAnswer={answer} />
        </details>
      )}
    </section>
  );
}

type SeedListProps = { seeds: readonly Pair[]; sampleAnswer: string };

const SeedList = ({ seeds, sampleAnswer }: SeedListProps) => (
  <ul className="flex flex-col gap-3">
    {seeds.map(({ id, context, pairs }) => (
      <li key={id} className="border-l-2 pl-3">
        {context && (
          <p dir="auto" className="mb-1 line-clamp-4 text-sm whitespace-pre-wrap text-muted">
            {plainText(flowing(context))}
          </p>
        )}
        {pairs.map(({ question, answer }, i) => (
          <div key={i} className="mb-1.5">
            <Markdown text={flowing(question)} className="whole-lines font-medium" />
            <Markdown text={flowing(answer)} className="whole-lines" />
            {isSameAnswer(answer, sampleAnswer) && <Badge tone="pending">Same answer as this sample</Badge>}
          </div>
        ))}
      </li>
    ))}
  </ul>
);

const isSameAnswer = (one: string, other: string) => one.trim().toLowerCase() === other.trim().toLowerCase();

const statusWords = {
  pending: 'to review',
  approved: 'approved',
  rejected: 'rejected',
  withdrawn: 'withdrawn',
} as const;

/** Other samples of the leaf with the same answer. */
function SameAnswers({ sampleId }: { sampleId: string }) {
  const { data } = useQuery(sameAnswers(sampleId));
  if (!data || data.total === 0) return null;
  return (
    <section aria-label="Same answer">
      <h2 className="mb-1 font-semibold">
        Same answer in {numberText(data.total)} other {data.total === 1 ? 'sample' : 'samples'}
      </h2>
      <ul className="flex flex-col gap-1">
        {data.items.map(({ id, question, status }) => (
          <li key={id}>
            <Link href={`/samples/${id}`} prefetch={false} className="underline">
              <bdi>{beginningOf(plainText(question))}</bdi>
            </Link>{' '}
            <Badge tone={status}>{statusWords[status]}</Badge>
          </li>
        ))}
      </ul>
    </section>
  );
}
