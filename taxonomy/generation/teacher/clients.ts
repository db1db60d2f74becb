import type { Db } from '@/prisma/client';
import { DomainError } from '../../errors';
import { ownAddress, type AddressRules, type TeacherAccess } from './access';
import { baseUrlOf } from './endpoint';
import { openHeaders } from './headers';
import { apiKeyOf } from './keys';
import { openAiCompatible, type OpenAiCompatible } from './openai-compatible';
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
  const others = (row?.otherUrls ?? []).map((url) => row && connectTo(db, row, access, baseUrlOf(url, rules), rules));
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
  const row = await findTeacherRow(db, teacherId);
  if (!row) throw new DomainError('not_found', 'There is no such teacher. Choose another one.');
  const isBuiltIn = row.baseUrl === PRACTICE_ADDRESS;
  const address = isBuiltIn ? await findPracticeUrl(db) : row.baseUrl;
  if (!address) throw notRunning();
  const { innerHosts, ownPorts } = access;
  const rules = isBuiltIn ? ownAddress : { innerHosts, ownPorts, mayBeThisMachine: row.isOwners };
  return connectTo(db, row, access, baseUrlOf(address, rules), rules);
}

function connectTo(
  db: Db,
  row: TeacherRow,
  access: TeacherAccess,
  baseUrl: string,
  rules: AddressRules,
): OpenAiCompatible {
  return openAiCompatible({
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
  });
}
