import { z } from 'zod';
import { handle } from '@/app/api/handle';
import { installationKey } from '@/app/api/installation-key';
import { namedVariable } from '@/env';
import { Id } from '@/taxonomy/contract';
import { TeacherTest } from '@/taxonomy/generation/contract';
import { testTeacher } from '@/taxonomy/generation/teacher/teachers-test';

export const POST = handle({
  access: 'curator',
  params: z.object({ teacherId: Id }),
  response: TeacherTest,
  run: ({ db, params, request: { signal } }) =>
    testTeacher(db, params.teacherId, { key: installationKey(), namedVariable, signal }),
});
