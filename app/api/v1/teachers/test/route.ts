import { handle } from '@/app/api/handle';
import { installationKey } from '@/app/api/installation-key';
import { teacherAccess } from '@/env';
import * as endpoints from '@/taxonomy/generation/endpoints';
import { tryTeacher } from '@/taxonomy/generation/teacher-test/test-teacher';

export const POST = handle(endpoints.tryTeacher, ({ actor, body, request: { signal } }) =>
  tryTeacher(actor, body, { access: teacherAccess(installationKey()), signal }),
);
