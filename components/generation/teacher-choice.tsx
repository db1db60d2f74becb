'use client';

import { Plus } from 'lucide-react';
import { useState } from 'react';
import type { Teacher } from '@/taxonomy/generation/contract-teachers';
import { Button } from '../ui/button';
import { RadioGroup } from '../ui/choice';
import { laterDialog } from '../ui/later-dialog';
import { PracticeBadge } from '../ui/practice-badge';
import { messageOf, Notice, Skeleton } from '../ui/states';
import { Term } from '../ui/term';
import { countText } from '../numbers';
import { useAddPractice } from './teachers-api';

const TeacherDialog = laterDialog(() => import('./teacher-dialog').then((module) => module.TeacherDialog));

type TeacherChoiceProps = {
  teachers: readonly Teacher[] | undefined;
  value: string | null;
  isOwner: boolean;
  onChange: (teacherId: string) => void;
};

/** Chooses a teacher; a new one can be added here and is then chosen. */
export function TeacherChoice({ teachers, value, isOwner, onChange }: TeacherChoiceProps) {
  const [isAdding, setAdding] = useState(false);
  if (!teachers) return <Skeleton className="h-20 w-full" />;
  const addButton = (
    <Button size="small" icon={Plus} onClick={() => setAdding(true)}>
      Add teacher…
    </Button>
  );
  return (
    <>
      {teachers.length === 0 ? (
        <NoTeacher onAdded={onChange} addButton={addButton} />
      ) : (
        <div className="flex flex-col items-start gap-2">
          <RadioGroup
            label={<Term word="teacher">Teacher</Term>}
            value={value ?? ''}
            onChange={onChange}
            options={teachers.map((teacher) => ({
              value: teacher.id,
              label: <TeacherLabel teacher={teacher} />,
              hint: hintOf(teacher),
            }))}
          />
          {addButton}
        </div>
      )}
      {isAdding && (
        <TeacherDialog
          draft={{ name: '', baseUrl: '', model: '' }}
          isOwner={isOwner}
          onClose={() => setAdding(false)}
          onAdded={({ id }) => onChange(id)}
        />
      )}
    </>
  );
}

function NoTeacher({ onAdded, addButton }: { onAdded: (id: string) => void; addButton: React.ReactNode }) {
  const { mutate, isPending, error } = useAddPractice();
  return (
    <Notice
      tone={error ? 'error' : 'info'}
      title="No teacher yet"
      action={
        <span className="flex flex-wrap gap-2">
          {addButton}
          <Button
            size="small"
            isBusy={isPending}
            onClick={() => mutate(undefined, { onSuccess: ({ id }) => onAdded(id) })}
          >
            Use practice teacher
          </Button>
        </span>
      }
    >
      {error ? messageOf(error) : 'Add a model server, or use the practice teacher.'}
    </Notice>
  );
}

const TeacherLabel = ({ teacher: { name, isPractice } }: { teacher: Teacher }) => (
  <span className="inline-flex flex-wrap items-center gap-2">
    {name} {isPractice && <PracticeBadge />}
  </span>
);

function hintOf({ model, baseUrl, slots, lastTest, isDeprecated }: Teacher): string {
  const failed = lastTest && !lastTest.ok ? ' · failed its last test' : '';
  const ends = isDeprecated ? ' · deprecated by its provider' : '';
  return `${model} · ${baseUrl} · ${countText(slots, 'parallel request')}${failed}${ends}`;
}
