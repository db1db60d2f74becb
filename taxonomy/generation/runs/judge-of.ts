import type { Db } from '@/prisma/client';
import type { Teacher } from '../contract-teachers';
import { getTeacher } from '../teacher/teachers';

/**
 * The second teacher of a run, which judges what the first one writes; null when the writing teacher judges too.
 *
 * @throws DomainError `not_found`
 */
export async function judgeOf(
  db: Db,
  { teacherId, judgeTeacherId }: { teacherId: string; judgeTeacherId?: string | null | undefined },
): Promise<Teacher | null> {
  if (!judgeTeacherId || judgeTeacherId === teacherId) return null;
  return getTeacher(db, judgeTeacherId);
}

/** Whether a teacher's judgements are asked for in JSON: it is set so, and a probe found that its server can. */
export const answersInJson = ({ structuredOutput, capabilities }: Teacher): boolean =>
  structuredOutput === 'auto' && capabilities?.answers.jsonSchema.answer === 'yes';
