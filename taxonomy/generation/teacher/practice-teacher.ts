import { v7 as uuid } from 'uuid';
import type { Database, Db } from '@/prisma/client';
import { recordAudit } from '../../accounts/audit';
import type { Actor } from '../../accounts/contract';
import { DomainError } from '../../errors';
import type { Teacher } from '../contract-teachers';
import { practiceModel } from '../vocabulary';
import {
  findPracticeRow,
  findPracticeUrl,
  findTeacherRowByName,
  insertTeacher,
  PRACTICE_ADDRESS,
  savePracticeUrl,
  toTeacher,
} from './teacher-repository';

/** Stores where the built-in practice teacher listens (`http://…/v1`), for every process. */
export const practiceTeacherListensAt = (db: Db, url: string): Promise<void> => savePracticeUrl(db, url);

const PRACTICE_NAME = 'Practice teacher';
const PRACTICE_SLOTS = 16;

/**
 * Adds the built-in practice teacher to the list of teachers. If it is there already, or two requests come at once,
 * there is still only one.
 *
 * @throws DomainError `unavailable` when its process is not running.
 */
export async function addPracticeTeacher(db: Database, actor: Actor): Promise<Teacher> {
  const there = await findPracticeRow(db);
  if (there) return toTeacher(there);
  if (!(await findPracticeUrl(db))) throw notRunning();
  const isNameFree = (await findTeacherRowByName(db, PRACTICE_NAME)) === null;
  const id = uuid();
  const adding = db.$transaction(async (tx) => {
    const row = await insertTeacher(tx, id, {
      name: isNameFree ? PRACTICE_NAME : `${PRACTICE_NAME} (${id.slice(-4)})`,
      baseUrl: PRACTICE_ADDRESS,
      model: practiceModel,
      isPractice: true,
      slots: PRACTICE_SLOTS,
      timeoutSeconds: 60,
      extraFields: {},
      ownPrice: null,
      isOwners: false,
      apiKeySealed: null,
      apiKeyEnv: null,
    });
    await recordAudit(tx, {
      actorId: actor.id,
      action: 'teacher.add',
      subjectType: 'teacher',
      subjectId: id,
      detail: toTeacher(row),
    });
    return toTeacher(row);
  });
  return adding.catch(async (error: unknown) => {
    const other = await findPracticeRow(db);
    if (other) return toTeacher(other);
    throw error;
  });
}

export const notRunning = () =>
  new DomainError(
    'unavailable',
    'The practice teacher is not running. It starts with `npm start`; with another database, run `npm run -s seedleaf -- practice-teacher` and add its address.',
  );
