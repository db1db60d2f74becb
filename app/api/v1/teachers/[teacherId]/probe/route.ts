import { handle } from '@/app/api/handle';
import { installationKey } from '@/app/api/installation-key';
import { teacherAccess } from '@/env';
import * as endpoints from '@/taxonomy/generation/endpoints-teachers';
import { probeTeacher } from '@/taxonomy/generation/teacher-test/probe-teacher';

export const POST = handle(endpoints.probeTeacher, ({ db, params, request: { signal } }) =>
  probeTeacher(db, params.teacherId, { access: teacherAccess(installationKey()), signal }),
);
