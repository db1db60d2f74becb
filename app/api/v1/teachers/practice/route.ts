import { handle } from '@/app/api/handle';
import * as endpoints from '@/taxonomy/generation/endpoints';
import { addPracticeTeacher } from '@/taxonomy/generation/teacher/practice-teacher';

export const POST = handle(endpoints.addPracticeTeacher, ({ db, actor }) => addPracticeTeacher(db, actor));
