'use client';

import { queryOptions, useQuery } from '@tanstack/react-query';
import { GraduationCap, Plus } from 'lucide-react';
import { useState } from 'react';
import type { Teacher } from '@/taxonomy/generation/contract-teachers';
import { Button } from '../ui/button';
import { laterDialog } from '../ui/later-dialog';
import { Page } from '../ui/page';
import { EmptyState, ErrorState, messageOf, Notice, Skeleton } from '../ui/states';
import { Term } from '../ui/term';
import { query } from '../api';
import { teacherList } from './api';
import { FoundServers } from './found-servers';
import type { TeacherDraft } from './teacher-form';
import { useAddPractice } from './teachers-api';
import { TeachersList, type TeacherDialogName } from './teachers-list';

const TeacherDialog = laterDialog(() => import('./teacher-dialog').then((module) => module.TeacherDialog));
const RemoveTeacherDialog = laterDialog(() =>
  import('./remove-teacher-dialog').then((module) => module.RemoveTeacherDialog),
);

const CapabilitiesDialog = laterDialog(() =>
  import('./capabilities-dialog').then((module) => module.CapabilitiesDialog),
);

/** The servers that workers use now, and which of them are given no calls. */
const serverStates = queryOptions({ ...query('/api/v1/teachers/servers'), refetchInterval: 5_000 });

type Open = { dialog: 'add'; draft: TeacherDraft } | { dialog: TeacherDialogName; teacher: Teacher } | null;

const emptyDraft: TeacherDraft = { name: '', baseUrl: '', model: '' };

/** The teachers: their servers and models, and the results of their tests. */
export function TeachersScreen({ isOwner }: { isOwner: boolean }) {
  const { data, error, refetch } = useQuery(teacherList);
  const { data: servers } = useQuery(serverStates);
  const [open, setOpen] = useState<Open>(null);
  const close = () => setOpen(null);
  const teachers = data?.items;

  return (
    <Page
      crumbs={[{ label: 'Settings', href: '/settings' }, { label: 'Teachers' }]}
      action={
        <Button variant="primary" icon={Plus} onClick={() => setOpen({ dialog: 'add', draft: emptyDraft })}>
          Add teacher…
        </Button>
      }
    >
      <div className="flex flex-col gap-6">
        <p className="text-muted">
          A <Term word="teacher" /> is any server with an OpenAI-compatible API. Keys are stored encrypted and never
          shown again.
        </p>
        {error && !teachers && <ErrorState error={error} onRetry={() => void refetch()} />}
        {!teachers && !error && <Skeleton className="h-32 w-full" />}
        {teachers?.length === 0 && (
          <EmptyState icon={GraduationCap} title="No teacher yet">
            Add a server, use one that was found below, or start with the practice teacher.
          </EmptyState>
        )}
        {teachers && teachers.length > 0 && (
          <TeachersList
            teachers={teachers}
            servers={servers?.items ?? []}
            onAsk={(dialog, teacher) => setOpen({ dialog, teacher })}
          />
        )}
        <FoundServers
          known={teachers ?? []}
          onUse={({ product, baseUrl }, model) =>
            setOpen({ dialog: 'add', draft: { name: `${model} on ${product}`.slice(0, 100), baseUrl, model } })
          }
        />
        {teachers && !teachers.some(({ isPractice }) => isPractice) && <PracticeOffer />}
      </div>
      {open?.dialog === 'add' && <TeacherDialog draft={open.draft} isOwner={isOwner} onClose={close} />}
      {open?.dialog === 'edit' && (
        <TeacherDialog draft={open.teacher} teacher={open.teacher} isOwner={isOwner} onClose={close} />
      )}
      {open?.dialog === 'capabilities' && (
        <CapabilitiesDialog
          teacher={teachers?.find(({ id }) => id === open.teacher.id) ?? open.teacher}
          onClose={close}
        />
      )}
      {open?.dialog === 'remove' && <RemoveTeacherDialog teacher={open.teacher} onClose={close} />}
    </Page>
  );
}

function PracticeOffer() {
  const { mutate, isPending, error } = useAddPractice();
  return (
    <Notice
      tone={error ? 'error' : 'practice'}
      title="No model yet?"
      action={
        <Button isBusy={isPending} onClick={() => mutate()}>
          Add practice teacher
        </Button>
      }
    >
      {error ? (
        messageOf(error)
      ) : (
        <>
          The <Term word="practiceTeacher" /> recombines your seed examples, so that you can try the workflow. Its
          samples are marked.
        </>
      )}
    </Notice>
  );
}
