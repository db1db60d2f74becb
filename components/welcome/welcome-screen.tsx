'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { lazy, Suspense, useState } from 'react';
import { teacherList } from '../generation/api';
import { keyOf } from '../keymap';
import { Logo } from '../ui/logo';
import { Kbd } from '../ui/kbd';
import { Term } from '../ui/term';
import { lastRun, defaultTeacher } from './api';
import { GenerateStep } from './generate-step';
import { TaxonomyStep } from './taxonomy-step';
import { TeacherStep } from './teacher-step';

// The server renders it for people without a password; the others do not need its code.
const AccountOffer = lazy(() => import('./account-offer').then((module) => ({ default: module.AccountOffer })));

/** Three steps to the first sample: a taxonomy, a teacher, a small run. Finished steps stay shown as done. */
export function WelcomeScreen({ taxonomyId, isOwner }: { taxonomyId: string; isOwner: boolean }) {
  const [pickedId, setPicked] = useState<string | null>(null);
  const [startedId, setStarted] = useState<string | null>(null);
  const { data: teachers } = useQuery(teacherList);
  const { data: run } = useQuery(lastRun);
  const teacherId = pickedId ?? defaultTeacher(teachers?.items ?? [], run ?? null)?.id ?? null;
  return (
    <div className="mx-auto flex w-full max-w-4xl flex-col gap-10 px-4 py-10 sm:px-8 sm:py-14">
      <header className="flex flex-col gap-4">
        <div className="flex items-center gap-2">
          <Logo size={28} />
          <h1 className="text-lg font-semibold">Welcome to Seedleaf</h1>
        </div>
        <p className="max-w-[60ch] text-xl">
          You write a few <Term word="seed">examples</Term> of what a model should learn, a{' '}
          <Term word="teacher">teacher</Term> writes many more like them, and people decide which ones go into the
          dataset.
        </p>
      </header>
      <Suspense>
        <AccountOffer />
      </Suspense>
      <ol className="flex flex-col gap-10">
        <TaxonomyStep taxonomyId={taxonomyId} />
        <TeacherStep teacherId={teacherId} isOwner={isOwner} onChoose={setPicked} />
        <GenerateStep
          taxonomyId={taxonomyId}
          teacherId={teacherId}
          runId={startedId ?? run?.id ?? null}
          onStarted={setStarted}
        />
      </ol>
      <p className="text-muted">
        You can also look around first:{' '}
        <Link href="/taxonomy" className="text-accent underline">
          open the taxonomy
        </Link>
        . To return here, press <Kbd keys={keyOf('app.palette')} /> and choose “Welcome”.
      </p>
    </div>
  );
}
