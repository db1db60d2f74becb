import { handle } from '@/app/api/handle';
import { teacherAccess } from '@/env';
import { installationKey } from '@/app/api/installation-key';
import * as endpoints from '@/taxonomy/generation/endpoints';
import { addTeacher, listTeachers } from '@/taxonomy/generation/teacher/teachers';

export const GET = handle(endpoints.listTeachers, async ({ db }) => ({ items: await listTeachers(db) }));

export const POST = handle(endpoints.addTeacher, ({ db, actor, body }) =>
  addTeacher(db, actor, teacherAccess(installationKey()), body),
);
