import { v7 as uuid } from 'uuid';
import type { Database, Db } from '@/prisma/client';
import { recordAudit } from '../../accounts/audit';
import type { Actor } from '../../accounts/contract';
import { sealSecret } from '../../accounts/secrets';
import { mayActAs } from '../../accounts/vocabulary';
import { DomainError } from '../../errors';
import type { AddTeacherRequest, Teacher, TeacherTest, UpdateTeacherRequest } from '../contract-teachers';
import type { AddressRules, TeacherAccess } from './access';
import { changedAddresses, otherUrlsOf } from './addresses';
import { baseUrlOf } from './endpoint';
import { changedHeaders, onlyGiven, sealHeaders } from './headers';
import { boundTo, checkedKey } from './keys';
import {
  changeTeacher,
  extraFieldsOf,
  findTeacherRow,
  findTeacherRowByName,
  forgetServer,
  insertTeacher,
  listTeacherRows,
  PRACTICE_ADDRESS,
  saveTested,
  saveTeacherTest,
  toTeacher,
  type TeacherRow,
} from './teacher-repository';
import { openTest } from './test-receipt';
import { practiceModel } from '../vocabulary';

export const listTeachers = async (db: Db): Promise<Teacher[]> => (await listTeacherRows(db)).map(toTeacher);

/** A teacher by its id or its name; null when there is none, or it was removed. */
export async function findTeacher(db: Db, nameOrId: string): Promise<Teacher | null> {
  const row = isId(nameOrId) ? await findTeacherRow(db, nameOrId) : await findTeacherRowByName(db, nameOrId);
  return row && !row.removedAt ? toTeacher(row) : null;
}

/** @throws DomainError `not_found`, listing the teachers that exist. */
export async function getTeacher(db: Db, nameOrId: string): Promise<Teacher> {
  const teacher = await findTeacher(db, nameOrId);
  if (teacher) return teacher;
  const names = (await listTeachers(db)).map(({ name }) => `“${name}”`);
  const others = names.length > 0 ? `There are: ${names.join(', ')}.` : 'There is none yet; add one first.';
  throw new DomainError('not_found', `There is no teacher “${nameOrId}”. ${others}`);
}

/**
 * Adds a server as a teacher. Its key is encrypted before it is stored, and is never sent to a browser.
 *
 * @throws DomainError `invalid` for an address that no teacher may have, `conflict` when the name is taken.
 */
export async function addTeacher(
  db: Database,
  actor: Actor,
  access: TeacherAccess,
  request: AddTeacherRequest,
): Promise<Teacher> {
  const { apiKey, apiKeyEnv, headers, testReceipt, ...rest } = request;
  if (apiKey && apiKeyEnv) throw new DomainError('invalid', 'Give the key itself or the name of a variable, not both.');
  refuseVariable(actor, apiKeyEnv);
  const id = uuid();
  const baseUrl = baseUrlOf(request.baseUrl, rulesFor(actor, access));
  const otherUrls = otherUrlsOf(baseUrl, request.otherUrls ?? [], rulesFor(actor, access));
  return db.$transaction(async (tx) => {
    await insertTeacher(tx, id, {
      ...rest,
      baseUrl,
      otherUrls,
      isOwners: mayActAs(actor.role, 'owner'),
      isPractice: request.model === practiceModel,
      apiKeySealed: apiKey ? sealSecret(access.key, checkedKey(apiKey), boundTo(id)) : null,
      apiKeyEnv: apiKeyEnv ?? null,
      ...sealHeaders(access.key, id, headers ?? {}),
      // It takes effect after a probe has found that the server can.
      structuredOutput: request.structuredOutput ?? 'auto',
    });
    const tested = testReceipt && openTest(access.key, { ...rest, baseUrl, apiKey, apiKeyEnv, headers }, testReceipt);
    if (tested) await saveTested(tx, id, tested);
    const teacher = toTeacher(await teacherRow(tx, id));
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
 * Changes the given fields. Changing the server removes the key unless a new one is given: otherwise an editor could
 * have another person's key sent to their own server. Prices are removed likewise, since they were those of the old model.
 */
export async function updateTeacher(
  db: Database,
  actor: Actor,
  access: TeacherAccess,
  id: string,
  request: UpdateTeacherRequest,
): Promise<Teacher> {
  const { apiKey, apiKeyEnv, baseUrl, otherUrls, headers, testReceipt, ...rest } = request;
  refuseVariable(actor, apiKeyEnv ?? undefined);
  return db.$transaction(async (tx) => {
    const before = await teacherRow(tx, id);
    if (before.baseUrl === PRACTICE_ADDRESS && [baseUrl, rest.model, otherUrls].some((each) => each !== undefined)) {
      throw new DomainError('invalid', 'The practice teacher is built in: its address and model cannot be changed.');
    }
    const { first, others, isNew, isElsewhere, isOwners } = changedAddresses(
      before,
      { baseUrl, otherUrls },
      rulesFor(actor, access),
    );
    const isNewKey = apiKey !== undefined || apiKeyEnv !== undefined || isElsewhere;
    const isAnotherServer = first !== before.baseUrl || (rest.model !== undefined && rest.model !== before.model);
    await changeTeacher(tx, id, {
      ...rest,
      ...(isAnotherServer && rest.ownPrice === undefined && { ownPrice: null }),
      baseUrl: first,
      otherUrls: others,
      ...(isNew && { isOwners }),
      ...(rest.model !== undefined && { isPractice: before.isPractice || rest.model === practiceModel }),
      ...(isNewKey && {
        apiKeySealed: apiKey ? sealSecret(access.key, checkedKey(apiKey), boundTo(id)) : null,
        apiKeyEnv: apiKey ? null : (apiKeyEnv ?? null),
      }),
      ...changedHeaders(access.key, before, headers, isElsewhere),
    });
    if (isAnotherServer) await forgetServer(tx, id);
    const model = rest.model ?? before.model;
    const extraFields = rest.extraFields ?? extraFieldsOf(before);
    const server = {
      baseUrl: first,
      model,
      extraFields,
      apiKey: apiKey ?? undefined,
      apiKeyEnv: apiKeyEnv ?? undefined,
      headers: onlyGiven(headers, before.headerNames),
    };
    const tested = testReceipt && openTest(access.key, server, testReceipt);
    if (tested) await saveTested(tx, id, tested);
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

/** Removes a teacher from the lists and destroys its key and headers; its runs keep its name. */
export async function removeTeacher(db: Database, actor: Actor, id: string): Promise<void> {
  await db.$transaction(async (tx) => {
    const nothing = { apiKeySealed: null, apiKeyEnv: null, headersSealed: null, headerNames: [] };
    await changeTeacher(tx, id, { removedAt: new Date(), ...nothing });
    await recordAudit(tx, { actorId: actor.id, action: 'teacher.remove', subjectType: 'teacher', subjectId: id });
  });
}

/** Stores the result of a test with its teacher. */
export const keepTest = (db: Db, id: string, test: TeacherTest): Promise<void> => saveTeacherTest(db, id, test);

/** The addresses that a person may enter: only an owner may enter this machine itself. */
export const rulesFor = (actor: Actor, { innerHosts, ownPorts }: TeacherAccess): AddressRules => ({
  innerHosts,
  ownPorts,
  mayBeThisMachine: mayActAs(actor.role, 'owner'),
});

/** A named variable is sent to the teacher's server, so only an owner may name one, and never one of Seedleaf's own. */
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
      `${name} is a secret of Seedleaf itself and is never sent. Name the variable of the teacher's key.`,
    );
  }
}

async function teacherRow(db: Db, id: string): Promise<TeacherRow> {
  const row = await findTeacherRow(db, id);
  if (row && !row.removedAt) return row;
  throw new DomainError('not_found', 'There is no such teacher, or it has been removed. Reload the page.');
}

const isId = (text: string) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
