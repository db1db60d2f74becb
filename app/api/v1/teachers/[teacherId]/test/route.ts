import { handle } from '@/app/api/handle';
import { installationKey } from '@/app/api/installation-key';
import { namedVariable } from '@/env';
import * as endpoints from '@/taxonomy/generation/endpoints';
import { testTeacher } from '@/taxonomy/generation/teacher/teachers-test';

export const POST = handle(endpoints.testTeacher, ({ db, params, request: { signal } }) =>
  testTeacher(db, params.teacherId, { key: installationKey(), namedVariable, signal }),
);
