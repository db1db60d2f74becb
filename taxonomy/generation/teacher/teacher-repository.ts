import type { Db, Prisma } from '@/prisma/client';
import { DomainError } from '../../errors';
import { Teacher, TeacherTest } from '../contract';

/** The address that the built-in practice teacher is kept under; where it listens changes with each start. */
export const PRACTICE_ADDRESS = 'practice:';
const PRACTICE_SETTING = 'practice_teacher_url';
const MOST_TEACHERS = 500;

export type TeacherRow = {
  id: string;
  name: string;
  baseUrl: string;
  model: string;
  apiKeySealed: string | null;
  apiKeyEnv: string | null;
  isPractice: boolean;
  slots: number;
  timeoutSeconds: number;
  lastTest: Prisma.JsonValue;
  removedAt: Date | null;
};

export type TeacherData = Omit<TeacherRow, 'id' | 'lastTest' | 'removedAt'>;

/** A teacher as it may leave the server: whether it has a key, never the key. */
export function toTeacher({ apiKeySealed, apiKeyEnv, lastTest, baseUrl, ...row }: TeacherRow): Teacher {
  return Teacher.parse({
    ...row,
    baseUrl: baseUrl === PRACTICE_ADDRESS ? 'built in' : baseUrl,
    key: apiKeyEnv ? 'environment' : apiKeySealed ? 'stored' : 'none',
    keyEnv: apiKeyEnv,
    lastTest: TeacherTest.nullable().catch(null).parse(lastTest),
  });
}

export const listTeacherRows = (db: Db): Promise<TeacherRow[]> =>
  db.teacher.findMany({
    where: { removedAt: null },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    take: MOST_TEACHERS,
  });

/** Also finds removed ones: runs that they wrote may still be going. */
export const findTeacherRow = (db: Db, id: string): Promise<TeacherRow | null> =>
  db.teacher.findUnique({ where: { id } });

export const findTeacherRowByName = (db: Db, name: string): Promise<TeacherRow | null> =>
  db.teacher.findFirst({ where: { name: { equals: name, mode: 'insensitive' }, removedAt: null } });

export const findPracticeRow = (db: Db): Promise<TeacherRow | null> =>
  db.teacher.findFirst({ where: { baseUrl: PRACTICE_ADDRESS, removedAt: null } });

/** @throws DomainError `conflict` when a teacher of that name is there already. */
export const insertTeacher = (tx: Db, id: string, data: TeacherData): Promise<TeacherRow> =>
  tx.teacher.create({ data: { id, ...data } }).catch((error: unknown) => {
    throw nameTaken(error, data.name);
  });

/** @throws DomainError `not_found` for a removed one, `conflict` when the new name is taken. */
export async function changeTeacher(
  tx: Db,
  id: string,
  data: Partial<TeacherData> & { removedAt?: Date },
): Promise<void> {
  const changed = await tx.teacher.updateMany({ where: { id, removedAt: null }, data }).catch((error: unknown) => {
    throw nameTaken(error, data.name ?? '');
  });
  if (changed.count === 0) throw new DomainError('not_found', 'This teacher has been removed. Reload the page.');
}

export const saveTeacherTest = async (db: Db, id: string, lastTest: TeacherTest): Promise<void> => {
  await db.teacher.updateMany({ where: { id }, data: { lastTest } });
};

/** Where the built-in practice teacher listens, when it runs. */
export async function findPracticeUrl(db: Db): Promise<string | null> {
  const setting = await db.setting.findUnique({ where: { key: PRACTICE_SETTING } });
  return typeof setting?.value === 'string' && setting.value !== '' ? setting.value : null;
}

/** Set at each start of Seedleaf, since the port may be another one each time. */
export async function savePracticeUrl(db: Db, url: string): Promise<void> {
  const where = { key: PRACTICE_SETTING };
  await db.setting.upsert({ where, create: { ...where, value: url }, update: { value: url } });
}

function nameTaken(error: unknown, name: string): unknown {
  const isTaken = typeof error === 'object' && error !== null && 'code' in error && error.code === 'P2002';
  return isTaken
    ? new DomainError('conflict', `There is already a teacher named “${name}”. Choose another name.`)
    : error;
}
