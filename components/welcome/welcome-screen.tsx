'use client';

import Link from 'next/link';
import { useState } from 'react';
import { Logo } from '../shell/logo';
import { Term } from '../ui/term';
import { GenerateStep } from './generate-step';
import { TaxonomyStep } from './taxonomy-step';
import { TeacherStep } from './teacher-step';

/** From nothing to the first judged sample: something to learn, someone to teach, and a first go. */
export function WelcomeScreen({ taxonomyId, isOwner }: { taxonomyId: string; isOwner: boolean }) {
  const [teacherId, setTeacherId] = useState<string | null>(null);
  return (
    <div className="mx-auto flex w-full max-w-4xl flex-col gap-10 px-4 py-10 sm:px-8 sm:py-14">
      <header className="flex flex-col gap-4">
        <div className="flex items-center gap-2">
          <Logo size={28} />
          <h1 className="text-lg font-semibold">Welcome to Seedleaf</h1>
        </div>
        <p className="max-w-[60ch] text-xl">
          You plant a few <Term word="seed">good examples</Term> of what a model should learn, a{' '}
          <Term word="teacher">teacher</Term> writes many more like them, and people decide which ones go into the
          dataset.
        </p>
      </header>
      <ol className="flex flex-col gap-10">
        <TaxonomyStep taxonomyId={taxonomyId} />
        <TeacherStep teacherId={teacherId} isOwner={isOwner} onChoose={setTeacherId} />
        <GenerateStep taxonomyId={taxonomyId} teacherId={teacherId} />
      </ol>
      <p className="text-muted">
        You need none of this to look around:{' '}
        <Link href="/taxonomy" className="text-accent underline">
          go to the taxonomy
        </Link>
        . This page stays under “Welcome” in the palette.
      </p>
    </div>
  );
}
