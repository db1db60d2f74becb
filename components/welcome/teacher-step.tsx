'use client';

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { FoundServer, Teacher } from '@/taxonomy/generation/contract-teachers';
import { foundServers, teacherList } from '../generation/api';
import { useAddPractice, useAddTeacher } from '../generation/teachers-api';
import { Button } from '../ui/button';
import { RadioGroup } from '../ui/choice';
import { laterDialog } from '../ui/later-dialog';
import { PracticeBadge } from '../ui/practice-badge';
import { messageOf, Notice, Skeleton } from '../ui/states';
import { Term } from '../ui/term';
import { Step, StepOption } from './step';

const TeacherDialog = laterDialog(() => import('../generation/teacher-dialog').then((module) => module.TeacherDialog));

type TeacherStepProps = { teacherId: string | null; isOwner: boolean; onChoose: (teacherId: string) => void };

export function TeacherStep({ teacherId, isOwner, onChoose }: TeacherStepProps) {
  const { data } = useQuery(teacherList);
  const [isAdding, setAdding] = useState(false);
  const teachers = data?.items ?? [];
  const chosen = teachers.find(({ id }) => id === teacherId);
  const added = (teacher: Teacher) => {
    setAdding(false);
    onChoose(teacher.id);
  };
  return (
    <Step
      number={2}
      title={
        <>
          Choose a <Term word="teacher" />
        </>
      }
      done={chosen && !isAdding && <Chosen teacher={chosen} onChange={() => setAdding(true)} />}
    >
      {(!chosen || isAdding) && (
        <div className="flex flex-col gap-4">
          {teachers.length > 0 && (
            <RadioGroup
              label="Your teachers"
              value={teacherId ?? ''}
              onChange={(id) => {
                setAdding(false);
                onChoose(id);
              }}
              options={teachers.map((teacher) => ({
                value: teacher.id,
                label: <TeacherName teacher={teacher} />,
              }))}
            />
          )}
          <Ways isOwner={isOwner} onAdded={added} hasPractice={teachers.some(({ isPractice }) => isPractice)} />
        </div>
      )}
    </Step>
  );
}

const TeacherName = ({ teacher }: { teacher: Teacher }) => (
  <span className="inline-flex flex-wrap items-center gap-2">
    {teacher.name}
    {teacher.isPractice ? <PracticeBadge /> : <span className="text-muted">{teacher.model}</span>}
  </span>
);

const Chosen = ({ teacher, onChange }: { teacher: Teacher; onChange: () => void }) => (
  <span className="flex flex-wrap items-center gap-2">
    <TeacherName teacher={teacher} />
    <Button size="small" variant="ghost" onClick={onChange}>
      Choose another
    </Button>
  </span>
);

type WaysProps = { isOwner: boolean; hasPractice: boolean; onAdded: (teacher: Teacher) => void };

function Ways({ isOwner, hasPractice, onAdded }: WaysProps) {
  const practice = useAddPractice();
  const [isNaming, setNaming] = useState(false);
  return (
    <>
      <div className="grid gap-3 md:grid-cols-3">
        <OnThisMachine onAdded={onAdded} />
        <StepOption title="Another server" action={<Button onClick={() => setNaming(true)}>Add server…</Button>}>
          Any server with an OpenAI-compatible API. Enter its address, a model and, if needed, an API key, which is
          stored encrypted.
        </StepOption>
        {!hasPractice && (
          <StepOption
            title="No model yet"
            mark={<PracticeBadge />}
            action={
              <Button isBusy={practice.isPending} onClick={() => practice.mutate(undefined, { onSuccess: onAdded })}>
                Use the practice teacher
              </Button>
            }
          >
            Try the workflow without a model or an API key. The <Term word="practiceTeacher" /> recombines your seed
            examples, and its samples are marked.
          </StepOption>
        )}
      </div>
      {practice.error && (
        <Notice tone="error" title="Practice teacher not ready">
          {messageOf(practice.error)}
        </Notice>
      )}
      {isNaming && (
        <TeacherDialog
          draft={{ name: '', baseUrl: '', model: '' }}
          isOwner={isOwner}
          onClose={() => setNaming(false)}
          onAdded={onAdded}
        />
      )}
    </>
  );
}

function OnThisMachine({ onAdded }: { onAdded: (teacher: Teacher) => void }) {
  const { data, isFetching, refetch, error } = useQuery(foundServers);
  const add = useAddTeacher(onAdded);
  const servers = data?.items ?? [];
  const use = ({ product, baseUrl }: FoundServer, model: string) =>
    add.mutate({ name: `${model} on ${product}`.slice(0, 100), baseUrl, model });
  return (
    <StepOption
      title="On this machine"
      action={
        <Button isBusy={isFetching} onClick={() => void refetch()}>
          Look again
        </Button>
      }
    >
      {isFetching && servers.length === 0 && <Skeleton className="mt-1 h-10" />}
      {!isFetching && servers.length === 0 && (
        <p>
          {error
            ? messageOf(error)
            : 'No model server found. Seedleaf looks for Ollama, LM Studio, vLLM and llama.cpp on their usual ports.'}
        </p>
      )}
      <ul className="flex flex-col gap-2">
        {servers.map((server) => (
          <li key={server.baseUrl}>
            <p>
              {server.product} <span className="text-sm">{server.baseUrl}</span>
            </p>
            <div className="mt-1 flex flex-wrap gap-1">
              {server.models.slice(0, SHOWN_MODELS).map((model) => (
                <Button key={model} size="small" isBusy={add.isPending} onClick={() => use(server, model)}>
                  Use {model}
                </Button>
              ))}
            </div>
          </li>
        ))}
      </ul>
      {add.error && <p className="mt-2 text-rejected">{messageOf(add.error)}</p>}
    </StepOption>
  );
}

const SHOWN_MODELS = 6;
