'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { PracticeBadge } from '@/components/ui/practice-badge';
import { ErrorState, Notice, Skeleton } from '@/components/ui/states';
import { Term } from '@/components/ui/term';
import { When } from '@/components/ui/when';
import type { Provenance, SampleOrigin as Origin } from '@/taxonomy/generation/contract-origin';
import { documentVariants } from '@/taxonomy/generation/vocabulary-pipelines';
import type { LeafDetail } from '@/taxonomy/seeds/contract';
import { query } from '../api';
import { flowing } from '../flowing';
import { numberText } from '../numbers';
import { sampleOrigin } from './api';
import { JournalCall } from './journal-call';
import { RawText } from './raw-text';
import { pipelineName } from './run-words';

/** How a sample was made: run, teacher, seeds, passage, and every call with its prompt and raw answer. */
export function SampleOrigin({ sampleId }: { sampleId: string }) {
  const { data: origin, error, refetch } = useQuery(sampleOrigin(sampleId));
  if (error) return <ErrorState title="Its origin could not be loaded" error={error} onRetry={() => void refetch()} />;
  if (!origin) return <Skeleton className="h-48 w-full" />;
  const { run, imported, provenance, passage, calls } = origin;
  if (imported) return <ImportedFrom {...imported} />;
  return (
    <div className="flex flex-col gap-4">
      <dl className="grid grid-cols-[max-content_1fr] gap-x-4 gap-y-1">
        {run && (
          <>
            <Fact name={<Term word="teacher">Teacher</Term>}>
              {run.teacherName}, {run.model} {run.isPractice && <PracticeBadge />}
            </Fact>
            <Fact name={<Term word="run">Run</Term>}>
              <Link href={`/runs/${run.id}`} className="text-accent hover:underline">
                Open the run
              </Link>{' '}
              <span className="text-muted">with the random seed “{run.seed}”</span>
            </Fact>
          </>
        )}
        <Fact name="Pipeline">
          {pipelineName(provenance.pipeline)}, version {provenance.pipelineVersion}
          {provenance.answerStyle && `, ${provenance.answerStyle} answer`}
          {provenance.documentVariant &&
            provenance.documentVariant !== 'base_document' &&
            `, ${provenance.isAuxiliary ? 'auxiliary: the answer is' : 'on'} ${documentVariants[provenance.documentVariant]}`}
        </Fact>
      </dl>
      {[...seedsByRevision(provenance)].map(([revisionId, seedIds]) => (
        <UsedSeeds key={revisionId} revisionId={revisionId} seedIds={seedIds} />
      ))}
      {passage && (
        <section aria-label="Passage">
          <h3 className="mb-1 font-medium">
            <Term word="chunk">Passage</Term> of {passage.document}
            {passage.headings.length > 0 && <span className="text-muted"> · {passage.headings.join(' › ')}</span>}
          </h3>
          <RawText label="Passage" text={passage.text} />
        </section>
      )}
      <section aria-label="Calls to the teacher">
        <h3 className="mb-1 font-medium">Calls to the teacher, in order</h3>
        <div className="flex flex-col gap-2">
          {calls.map((call) => (
            <JournalCall key={call.key} call={call} />
          ))}
          {calls.length === 0 && <Notice>No calls are recorded for this sample.</Notice>}
        </div>
      </section>
    </div>
  );
}

/** No teacher wrote it, so there are no calls to show. */
const ImportedFrom = ({ file, line, licence, source, by, at }: NonNullable<Origin['imported']>) => (
  <dl className="grid grid-cols-[max-content_1fr] gap-x-4 gap-y-1">
    <Fact name="Imported from">
      <bdi className="break-all">{file}</bdi>, row {numberText(line)}
    </Fact>
    {source && (
      <Fact name="Source">
        <bdi className="break-all">{source}</bdi>
      </Fact>
    )}
    {licence && <Fact name="Licence">{licence}</Fact>}
    <Fact name="Imported by">
      {by}, <When iso={at} />
    </Fact>
  </dl>
);

/** Most samples have the seeds of their own leaf in their prompts; those of Self-Instruct have any. */
function seedsByRevision({ revisionId, seedIds, pool }: Provenance): Map<string, string[]> {
  const seeds = new Map<string, string[]>(pool.length === 0 ? [[revisionId, seedIds]] : []);
  for (const each of pool) seeds.set(each.revisionId, [...(seeds.get(each.revisionId) ?? []), each.seedId]);
  return seeds;
}

const Fact = ({ name, children }: { name: React.ReactNode; children: React.ReactNode }) => (
  <>
    <dt className="text-muted">{name}</dt>
    <dd className="flex flex-wrap items-center gap-x-2">{children}</dd>
  </>
);

/** The seeds in the revision that the run used, even if the leaf was edited since. */
function UsedSeeds({ revisionId, seedIds }: { revisionId: string; seedIds: string[] }) {
  const { data, error } = useQuery({
    ...query('/api/v1/revisions/{revisionId}', { params: { revisionId } }),
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (error) return <Notice tone="warning">Its seed examples could not be loaded: {error.message}</Notice>;
  if (!data) return <Skeleton className="h-24 w-full" />;
  const seeds = seedsOf(data.content).filter(({ id }) => seedIds.includes(id));
  return (
    <section aria-label="Its seed examples">
      <h3 className="mb-1 font-medium">
        <Term word="seed">Seed examples</Term> in its prompts{' '}
        <span className="text-muted">of version {data.number}</span>
      </h3>
      <ul className="flex flex-col gap-2">
        {seeds.map(({ id, pairs }) => (
          <li key={id} className="rounded-md border p-3">
            {pairs.map(({ question, answer }) => (
              <div key={question} className="mb-2 last:mb-0">
                <p className="font-medium whitespace-pre-wrap">{flowing(question)}</p>
                <p className="whitespace-pre-wrap text-muted">{flowing(answer)}</p>
              </div>
            ))}
          </li>
        ))}
      </ul>
      {seeds.length === 0 && <Notice>Its prompts contained no seed examples.</Notice>}
    </section>
  );
}

type Pair = { question: string; answer: string };

function seedsOf(content: LeafDetail['content']): { id: string; pairs: Pair[] }[] {
  if (content.kind === 'knowledge') {
    return content.seeds.map(({ id, questionsAndAnswers }) => ({ id, pairs: questionsAndAnswers }));
  }
  return content.seeds.map(({ id, question, answer }) => ({ id, pairs: [{ question, answer }] }));
}
