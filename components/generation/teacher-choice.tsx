'use client';

import type { Teacher } from '@/taxonomy/generation/contract';
import { ButtonLink } from '../ui/button';
import { RadioGroup } from '../ui/choice';
import { PracticeBadge } from '../ui/practice-badge';
import { Notice, Skeleton } from '../ui/states';
import { Term } from '../ui/term';
import { countText } from './numbers';

type TeacherChoiceProps = {
  teachers: readonly Teacher[] | undefined;
  value: string | null;
  onChange: (teacherId: string) => void;
};

export function TeacherChoice({ teachers, value, onChange }: TeacherChoiceProps) {
  if (!teachers) return <Skeleton className="h-20 w-full" />;
  const settings = <ButtonLink href="/settings/teachers">Teachers</ButtonLink>;
  if (teachers.length === 0) {
    return (
      <Notice title="There is no teacher yet" action={settings}>
        Name a model server, or add the practice teacher, under Settings.
      </Notice>
    );
  }
  return (
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
  );
}

const TeacherLabel = ({ teacher: { name, isPractice } }: { teacher: Teacher }) => (
  <span className="inline-flex flex-wrap items-center gap-2">
    {name} {isPractice && <PracticeBadge />}
  </span>
);

function hintOf({ model, baseUrl, slots, lastTest }: Teacher): string {
  const failed = lastTest && !lastTest.ok ? ' · failed its last test' : '';
  return `${model} · ${baseUrl} · ${countText(slots, 'call')} at once${failed}`;
}
