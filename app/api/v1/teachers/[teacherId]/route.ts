import { z } from 'zod';
import { handle } from '@/app/api/handle';
import { installationKey } from '@/app/api/installation-key';
import { Empty, Id } from '@/taxonomy/contract';
import { Teacher, UpdateTeacherRequest } from '@/taxonomy/generation/contract';
import { removeTeacher, updateTeacher } from '@/taxonomy/generation/teacher/teachers';

const params = z.object({ teacherId: Id });

export const PATCH = handle({
  access: 'curator',
  params,
  body: UpdateTeacherRequest,
  response: Teacher,
  run: ({ db, actor, params, body }) => updateTeacher(db, actor, installationKey(), params.teacherId, body),
});

export const DELETE = handle({
  access: 'curator',
  params,
  response: Empty,
  run: async ({ db, actor, params }) => {
    await removeTeacher(db, actor, params.teacherId);
    return {};
  },
});
