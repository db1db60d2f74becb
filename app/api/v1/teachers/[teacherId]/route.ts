import { handle } from '@/app/api/handle';
import { teacherAccess } from '@/env';
import { installationKey } from '@/app/api/installation-key';
import * as endpoints from '@/taxonomy/generation/endpoints';
import { removeTeacher, updateTeacher } from '@/taxonomy/generation/teacher/teachers';

export const PATCH = handle(endpoints.updateTeacher, ({ db, actor, params, body }) =>
  updateTeacher(db, actor, teacherAccess(installationKey()), params.teacherId, body),
);

export const DELETE = handle(endpoints.removeTeacher, async ({ db, actor, params }) => {
  await removeTeacher(db, actor, params.teacherId);
  return {};
});
