import { handle } from '@/app/api/handle';
import { namedVariable } from '@/env';
import { TeacherTest, TestTeacherRequest } from '@/taxonomy/generation/contract';
import { tryTeacher } from '@/taxonomy/generation/teacher/teachers-test';

export const POST = handle({
  access: 'curator',
  body: TestTeacherRequest,
  response: TeacherTest,
  run: ({ actor, body, request: { signal } }) => tryTeacher(actor, body, { namedVariable, signal }),
});
