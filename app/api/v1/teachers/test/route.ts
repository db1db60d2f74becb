import { handle } from '@/app/api/handle';
import { namedVariable } from '@/env';
import * as endpoints from '@/taxonomy/generation/endpoints';
import { tryTeacher } from '@/taxonomy/generation/teacher/teachers-test';

export const POST = handle(endpoints.tryTeacher, ({ actor, body, request: { signal } }) =>
  tryTeacher(actor, body, { namedVariable, signal }),
);
