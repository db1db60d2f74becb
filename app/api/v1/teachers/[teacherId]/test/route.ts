import { handle } from '@/app/api/handle';
import { installationKey } from '@/app/api/installation-key';
import { teacherAccess } from '@/env';
import * as endpoints from '@/taxonomy/generation/endpoints';
import { testTeacher } from '@/taxonomy/generation/teacher-test/test-teacher';

export const POST = handle(endpoints.testTeacher, ({ db, params, request: { signal } }) =>
  testTeacher(db, params.teacherId, { access: teacherAccess(installationKey()), signal }),
);
