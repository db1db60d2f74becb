import { v7 as uuid } from 'uuid';
import type { Database, Db } from '@/prisma/client';
import { recordAudit } from '../../accounts/audit';
import type { Actor } from '../../accounts/contract';
import { openSecret, sealSecret } from '../../accounts/secrets';
import { mayActAs } from '../../accounts/vocabulary';
import { DomainError } from '../../errors';
import type { AddTeacherRequest, Teacher, UpdateTeacherRequest } from '../contract';
import { baseUrlOf } from './endpoint';
import { openAiCompatible, type OpenAiCompatible } from './openai-compatible';
import {
  changeTeacher,
  findPracticeRow,
  findPracticeUrl,
  findTeacherRow,
  findTeacherRowByName,
  insertTeacher,
  listTeacherRows,
  PRACTICE_ADDRESS,
  savePracticeUrl,
  toTeacher,
  type TeacherRow,
} from './teacher-repository';
import { practiceModel } from '../vocabulary';

/** Reads an environment variable that a person named; the domain itself never reads the environment. */
export type NamedVariable = (name: string) => string | undefined;

export const listTeachers = async (db: Db): Promise<Teacher[]> => (await listTeacherRows(db)).map(toTeacher);

/** A teacher by its id or its name; null when there is none, or it was removed. */
export async function findTeacher(db: Db, nameOrId: string): Promise<Teacher | null> {
  const row = isId(nameOrId) ? await findTeacherRow(db, nameOrId) : await findTeacherRowByName(db, nameOrId);
  return row && !row.removedAt ? toTeacher(row) : null;
}

/** @throws DomainError `not_found`, naming the teachers that there are. */
export async function getTeacher(db: Db, nameOrId: string): Promise<Teacher> {
  const teacher = await findTeacher(db, nameOrId);
  if (teacher) return teacher;
  const names = (await listTeachers(db)).map(({ name }) => `“${name}”`);
  const others = names.length > 0 ? `There are: ${names.join(', ')}.` : 'There is none yet; add one first.';
  throw new DomainError('not_found', `There is no teacher “${nameOrId}”. ${others}`);
}

/**
 * Names a server as a teacher. Its key is sealed before it is stored, and never comes back out to a browser.
 *
 * @throws DomainError `invalid` for an address that cannot be a teacher's, `conflict` when the name is taken.
 */
export async function addTeacher(
  db: Database,
  actor: Actor,
  key: Buffer,
  request: AddTeacherRequest,
): Promise<Teacher> {
  const { apiKey, apiKeyEnv, ...rest } = request;
  if (apiKey && apiKeyEnv) throw new DomainError('invalid', 'Give the key itself or the name of a variable, not both.');
  refuseVariable(actor, apiKeyEnv);
  const id = uuid();
  return db.$transaction(async (tx) => {
    const row = await insertTeacher(tx, id, {
      ...rest,
      baseUrl: baseUrlOf(request.baseUrl),
      isPractice: request.model === practiceModel,
      apiKeySealed: apiKey ? sealSecret(key, checkedKey(apiKey), boundTo(id)) : null,
      apiKeyEnv: apiKeyEnv ?? null,
    });
    const teacher = toTeacher(row);
    await recordAudit(tx, {
      actorId: actor.id,
      action: 'teacher.add',
      subjectType: 'teacher',
      subjectId: id,
      detail: teacher,
    });
    return teacher;
  });
}

/**
 * Changes what is given. A change of the server drops the key unless a new one comes with it: else whoever may edit
 * a teacher could have somebody else's key sent to a place of their own.
 */
export async function updateTeacher(
  db: Database,
  actor: Actor,
  key: Buffer,
  id: string,
  request: UpdateTeacherRequest,
): Promise<Teacher> {
  const { apiKey, apiKeyEnv, baseUrl, ...rest } = request;
  refuseVariable(actor, apiKeyEnv ?? undefined);
  return db.$transaction(async (tx) => {
    const before = await teacherRow(tx, id);
    if (before.baseUrl === PRACTICE_ADDRESS && (baseUrl !== undefined || rest.model !== undefined)) {
      throw new DomainError('invalid', 'The practice teacher is built in: its address and model cannot be changed.');
    }
    const address = baseUrl === undefined ? before.baseUrl : baseUrlOf(baseUrl);
    const isElsewhere = address !== before.baseUrl && new URL(address).origin !== new URL(before.baseUrl).origin;
    const isNewKey = apiKey !== undefined || apiKeyEnv !== undefined || isElsewhere;
    await changeTeacher(tx, id, {
      ...rest,
      baseUrl: address,
      ...(rest.model !== undefined && { isPractice: before.isPractice || rest.model === practiceModel }),
      ...(isNewKey && {
        apiKeySealed: apiKey ? sealSecret(key, checkedKey(apiKey), boundTo(id)) : null,
        apiKeyEnv: apiKey ? null : (apiKeyEnv ?? null),
      }),
    });
    const teacher = toTeacher(await teacherRow(tx, id));
    await recordAudit(tx, {
      actorId: actor.id,
      action: 'teacher.change',
      subjectType: 'teacher',
      subjectId: id,
      detail: teacher,
    });
    return teacher;
  });
}

/** Takes a teacher out of the lists and destroys its key; the runs that it wrote keep its name. */
export async function removeTeacher(db: Database, actor: Actor, id: string): Promise<void> {
  await db.$transaction(async (tx) => {
    await changeTeacher(tx, id, { removedAt: new Date(), apiKeySealed: null, apiKeyEnv: null });
    await recordAudit(tx, { actorId: actor.id, action: 'teacher.remove', subjectType: 'teacher', subjectId: id });
  });
}

/** Tells every process where the built-in practice teacher listens (`http://…/v1`) from now on. */
export const practiceTeacherListensAt = (db: Db, url: string): Promise<void> => savePracticeUrl(db, url);

const PRACTICE_NAME = 'Practice teacher';
const PRACTICE_SLOTS = 16;

/**
 * The built-in practice teacher as a teacher to choose; asked for twice, also at once, there is one.
 *
 * @throws DomainError `unavailable` when its process does not run.
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

/**
 * A connection to a teacher, with its key. Whoever asks for one closes it.
 *
 * @param key      The installation's key, which opens the teacher's.
 * @param variable Reads the variable that holds the key, where a teacher names one.
 * @throws DomainError `not_found` for an unknown id, `unavailable` when its key or its address cannot be had.
 */
export async function clientOf(
  db: Db,
  teacherId: string,
  key: Buffer,
  variable: NamedVariable,
): Promise<OpenAiCompatible> {
  const row = await findTeacherRow(db, teacherId);
  if (!row) throw new DomainError('not_found', 'There is no such teacher. Choose another one.');
  const baseUrl = row.baseUrl === PRACTICE_ADDRESS ? await findPracticeUrl(db) : row.baseUrl;
  if (!baseUrl) throw notRunning();
  return openAiCompatible({
    baseUrl: baseUrlOf(baseUrl),
    model: row.model,
    apiKey: apiKeyOf(row, key, variable),
    slots: row.slots,
    timeoutMs: row.timeoutSeconds * 1000,
  });
}

function apiKeyOf(row: TeacherRow, key: Buffer, variable: NamedVariable): string | undefined {
  if (row.apiKeySealed) return openSecret(key, row.apiKeySealed, boundTo(row.id));
  if (!row.apiKeyEnv) return undefined;
  const value = variable(row.apiKeyEnv);
  if (value) return checkedKey(value);
  throw new DomainError(
    'unavailable',
    `The key of “${row.name}” is in the variable ${row.apiKeyEnv}, which is not set. Set it and start Seedleaf again.`,
  );
}

/** A header takes printable ASCII only; a line break in a key would otherwise be found at the first call. */
export function checkedKey(apiKey: string): string {
  const trimmed = apiKey.trim();
  if (/^[\x21-\x7e]+$/.test(trimmed)) return trimmed;
  throw new DomainError('invalid', 'The API key holds spaces or characters that no key has. Copy it again.');
}

/** A named variable is sent to the teacher's server, so only an owner names one, and never one of our own. */
export function refuseVariable(actor: Actor, name: string | undefined): void {
  if (!name) return;
  if (!mayActAs(actor.role, 'owner')) {
    throw new DomainError(
      'forbidden',
      'Only an owner may name an environment variable for a key. Enter the key itself, or ask an owner.',
    );
  }
  if (/^(SEEDLEAF_|DATABASE_URL$|PG)/i.test(name)) {
    throw new DomainError(
      'invalid',
      `${name} is a secret of Seedleaf itself and is sent to nobody. Name the variable of the teacher's key.`,
    );
  }
}

async function teacherRow(db: Db, id: string): Promise<TeacherRow> {
  const row = await findTeacherRow(db, id);
  if (row && !row.removedAt) return row;
  throw new DomainError('not_found', 'There is no such teacher, or it has been removed. Reload the page.');
}

const boundTo = (id: string) => `teacher:${id}`;

const isId = (text: string) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);

const notRunning = () =>
  new DomainError(
    'unavailable',
    'The practice teacher is not running. It starts with `npm start`; with another database, run `npm run -s seedleaf -- practice-teacher` and add its address.',
  );
