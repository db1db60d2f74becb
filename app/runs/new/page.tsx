import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query';
import Link from 'next/link';
import { orNotFound } from '@/app/or-not-found';
import { pageActor } from '@/app/page-actor';
import { teacherList } from '@/components/generation/api';
import { choicesLike, plainChoices } from '@/components/generation/first-choices';
import { NewRunScreen } from '@/components/generation/new-run-screen';
import { Notice } from '@/components/ui/states';
import { db } from '@/prisma/db';
import { mayActAs } from '@/taxonomy/accounts/vocabulary';
import { Id } from '@/taxonomy/contract';
import type { RunChoices } from '@/taxonomy/generation/contract-choices';
import { choicesOfRun } from '@/taxonomy/generation/runs/choices-of-run';
import { listTeachers } from '@/taxonomy/generation/teacher/teachers';
import { getTheTaxonomy } from '@/taxonomy/tree/nodes';

export const metadata = { title: 'New run' };

export default async function NewRunPage({ searchParams }: PageProps<'/runs/new'>) {
  const { role } = await pageActor('curator');
  const { like } = await searchParams;
  const runId = Id.safeParse(like).data;
  const client = new QueryClient();
  const [taxonomy, items, earlier] = await Promise.all([
    getTheTaxonomy(db),
    listTeachers(db),
    runId === undefined ? null : choicesOfRun(db, runId).catch(orNotFound),
  ]);
  client.setQueryData(teacherList.queryKey, { items });
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <NewRunScreen
        key={earlier?.runId ?? ''}
        taxonomyId={taxonomy.id}
        isOwner={mayActAs(role, 'owner')}
        first={earlier ? choicesLike(earlier) : plainChoices}
        notice={earlier && <LikeNotice run={earlier} />}
      />
    </HydrationBoundary>
  );
}

const LikeNotice = ({ run: { runId, gone } }: { run: RunChoices }) => (
  <Notice tone={gone.length > 0 ? 'warning' : 'info'}>
    <p>
      Filled in like{' '}
      <Link href={`/runs/${runId}`} className="text-accent underline">
        an earlier run
      </Link>
      , with its limits and without its random seed.
    </p>
    {gone.map((sentence) => (
      <p key={sentence}>{sentence}</p>
    ))}
  </Notice>
);
