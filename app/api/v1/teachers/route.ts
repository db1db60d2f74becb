import { handle } from '@/app/api/handle';
import { installationKey } from '@/app/api/installation-key';
import { AddTeacherRequest, Teacher, Teachers } from '@/taxonomy/generation/contract';
import { addTeacher, listTeachers } from '@/taxonomy/generation/teacher/teachers';

export const GET = handle({
  access: 'viewer',
  response: Teachers,
  run: async ({ db }) => ({ items: await listTeachers(db) }),
});

export const POST = handle({
  access: 'curator',
  body: AddTeacherRequest,
  response: Teacher,
  run: ({ db, actor, body }) => addTeacher(db, actor, installationKey(), body),
});
