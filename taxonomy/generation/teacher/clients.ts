import type { Db } from '@/prisma/client';
import { DomainError } from '../../errors';
import { ownAddress, type AddressRules, type TeacherAccess } from './access';
import { batchClient, type BatchClient } from './batch-client';
import type { BatchTeacher } from './batch-lines';
import { baseUrlOf } from './endpoint';
import { openHeaders } from './headers';
import { apiKeyOf } from './keys';
import { openAiCompatible, type OpenAiCompatible, type TeacherConnection } from './openai-compatible';
import { notRunning } from './practice-teacher';
import { proxyOf } from './proxy';
import {
  adaptationsOf,
  extraFieldsOf,
  findPracticeUrl,
  findTeacherRow,
  PRACTICE_ADDRESS,
  saveAdaptations,
  type TeacherRow,
} from './teacher-repository';

/** Connections to all servers of a teacher: to the first address, and to the others. The caller must close them. */
export async function clientsOf(
  db: Db,
  teacherId: string,
  access: TeacherAccess,
): Promise<{ client: OpenAiCompatible; others: OpenAiCompatible[] }> {
  const client = await clientOf(db, teacherId, access);
  const row = await findTeacherRow(db, teacherId);
  const rules = { ...access, mayBeThisMachine: row?.isOwners ?? false };
  const others = (row?.otherUrls ?? []).map(
    (url) => row && openAiCompatible(connectionTo(db, row, access, baseUrlOf(url, rules), rules)),
  );
  return { client, others: others.filter((each) => each !== null) };
}

/**
 * A connection to a teacher, with its key. The caller must close it.
 *
 * What it learns about the server is stored with the teacher.
 *
 * @throws DomainError `not_found` for an unknown id, `unavailable` when its key cannot be read or its address is
 *   refused.
 */
export async function clientOf(db: Db, teacherId: string, access: TeacherAccess): Promise<OpenAiCompatible> {
  return openAiCompatible(await connectionOf(db, teacherId, access));
}

/** A connection to the batch API of a teacher's server; otherwise as `clientOf`. */
export async function batchClientOf(db: Db, teacherId: string, access: TeacherAccess): Promise<BatchClient> {
  return batchClient(await connectionOf(db, teacherId, access));
}

async function connectionOf(db: Db, teacherId: string, access: TeacherAccess): Promise<TeacherConnection> {
  const row = await rowOf(db, teacherId);
  const isBuiltIn = row.baseUrl === PRACTICE_ADDRESS;
  const address = isBuiltIn ? await findPracticeUrl(db) : row.baseUrl;
  if (!address) throw notRunning();
  const { innerHosts, ownPorts } = access;
  const rules = isBuiltIn ? ownAddress : { innerHosts, ownPorts, mayBeThisMachine: row.isOwners };
  return connectionTo(db, row, access, baseUrlOf(address, rules), rules);
}

function connectionTo(
  db: Db,
  row: TeacherRow,
  access: TeacherAccess,
  baseUrl: string,
  rules: AddressRules,
): TeacherConnection {
  return {
    baseUrl,
    model: row.model,
    apiKey: apiKeyOf(row, access.key, access.variable),
    headers: openHeaders(access.key, row),
    slots: row.slots,
    timeoutMs: row.timeoutSeconds * 1000,
    rules,
    proxy: proxyOf(new URL(baseUrl), access.variable),
    extraFields: extraFieldsOf(row),
    reasoningEffort: row.reasoningEffort,
    thinkingTokens: row.thinkingTokens,
    adaptations: adaptationsOf(row),
    onAdapted: (adaptations) => {
      // If it cannot be stored now, the next call learns it again.
      saveAdaptations(db, row, adaptations).catch(() => undefined);
    },
  };
}

/** How to write requests to a teacher into a file, and read their answers. @throws DomainError `not_found` */
export async function batchTeacherOf(db: Db, teacherId: string): Promise<BatchTeacher> {
  const row = await rowOf(db, teacherId);
  const { model, reasoningEffort, thinkingTokens } = row;
  const extra = { ...(reasoningEffort ? { reasoning_effort: reasoningEffort } : {}), ...extraFieldsOf(row) };
  return { model, known: adaptationsOf(row), extra, thinkingTokens };
}

async function rowOf(db: Db, teacherId: string): Promise<TeacherRow> {
  const row = await findTeacherRow(db, teacherId);
  if (row) return row;
  throw new DomainError('not_found', 'There is no such teacher. Choose another one.');
}
