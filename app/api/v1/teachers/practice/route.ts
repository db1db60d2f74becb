import { handle } from '@/app/api/handle';
import { Teacher } from '@/taxonomy/generation/contract';
import { addPracticeTeacher } from '@/taxonomy/generation/teacher/teachers';

export const POST = handle({
  access: 'curator',
  response: Teacher,
  run: ({ db, actor }) => addPracticeTeacher(db, actor),
});
